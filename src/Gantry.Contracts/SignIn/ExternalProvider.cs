namespace Gantry.Contracts.SignIn;

/// <summary>A service that vouches for people.</summary>
/// <param name="Name">In addresses: lower-case letters, digits and hyphens.</param>
/// <param name="DisplayName">On the button.</param>
public sealed record ExternalProvider(string Name, string DisplayName);
