namespace Gantry.Contracts.Manage.Me;

/// <summary>How one's own account can be signed in to, at a glance.</summary>
public sealed record SecuritySummary
{
    /// <summary>When the account was made.</summary>
    public required DateTimeOffset MemberSince { get; init; }

    public required bool HasPassword { get; init; }

    public required bool HasAuthenticator { get; init; }

    public required int RecoveryCodesLeft { get; init; }

    public required int Passkeys { get; init; }

    /// <summary>Names of the services that vouch for it.</summary>
    public required IReadOnlyList<string> ExternalLogins { get; init; }

    /// <summary>Those that have not ended.</summary>
    public required int Sessions { get; init; }
}
