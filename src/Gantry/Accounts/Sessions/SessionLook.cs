using Gantry.Catalog;

namespace Gantry.Accounts.Sessions;

/// <summary>A session with what its account is now.</summary>
internal sealed record SessionLook(SessionRow Row, string Email, AccountRole Role, bool Disabled, bool HasFactor)
{
    /// <summary>Administrators must have a second factor (reliability S-24).</summary>
    public bool MustAddFactor => Role != AccountRole.User && !HasFactor;
}
