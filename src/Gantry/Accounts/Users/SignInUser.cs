using Gantry.Catalog;

namespace Gantry.Accounts.Users;

/// <summary>An account as far as signing in is concerned, as of one moment: the user of ASP.NET Core Identity.</summary>
internal sealed class SignInUser
{
    public required Guid Id { get; init; }

    /// <summary>In lower case.</summary>
    public required string Email { get; init; }

    public required AccountRole Role { get; init; }

    public required bool Disabled { get; init; }

    /// <summary>As <c>PasswordHasher</c> writes it; null where the account has none.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Identity's security stamp: changes with the password, and guards its write against another at the same time.</summary>
    public string? Stamp { get; set; }

    /// <summary>The stamp that the store holds; null where it holds nothing of the account yet.</summary>
    public string? StoredStamp { get; set; }

    /// <summary>The key of the authenticator, sealed; null where there is none.</summary>
    public byte[]? TotpKey { get; init; }

    public int RecoveryCodes { get; init; }

    public int Passkeys { get; init; }

    /// <summary>Services that vouch for it; each stands in for the password, none is a second factor.</summary>
    public int ExternalLogins { get; init; }

    /// <summary>It has a second factor, so that its password alone does not sign in.</summary>
    public bool HasFactor => TotpKey is not null || Passkeys > 0;

    /// <summary>There is a way in.</summary>
    public bool CanSignIn => !Disabled && (PasswordHash is not null || Passkeys > 0 || ExternalLogins > 0);

    /// <summary>Administrators must have a second factor (reliability S-24).</summary>
    public bool MustAddFactor => Role != AccountRole.User && !HasFactor;
}
