namespace Gantry.Contracts.SignIn;

/// <summary>How an account can be signed in to, and from where it is.</summary>
public sealed record SecurityState
{
    public required bool HasPassword { get; init; }

    public required bool HasTotp { get; init; }

    public required int RecoveryCodesLeft { get; init; }

    public required IReadOnlyList<PasskeyInfo> Passkeys { get; init; }

    /// <summary>Names of <see cref="ExternalProvider"/> that vouch for it.</summary>
    public required IReadOnlyList<string> ExternalLogins { get; init; }

    public required IReadOnlyList<SessionInfo> Sessions { get; init; }
}
