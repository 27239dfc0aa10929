namespace Gantry.Contracts.SignIn;

/// <summary>Whose session a request belongs to.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Email">Its address.</param>
/// <param name="Role"><c>owner</c>, <c>admin</c> or <c>user</c>.</param>
/// <param name="MustAddFactor">Nothing but the security page is open before a second factor is set up.</param>
/// <param name="ProvedAt">When a factor was last presented: what is dangerous asks for one again after five minutes (reliability S-24).</param>
public sealed record SignedIn(Guid AccountId, string Email, string Role, bool MustAddFactor, DateTimeOffset ProvedAt);
