using System.Collections.Immutable;

namespace Gantry.Accounts.Users;

/// <summary>A passkey of an account, as the store keeps it.</summary>
internal sealed record PasskeyRow
{
    /// <summary>Base64url.</summary>
    public required string CredentialId { get; init; }

    public required Guid AccountId { get; init; }

    public required string Name { get; init; }

    /// <summary>A COSE key.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>How often the authenticator says that it has signed; 0 where it does not count.</summary>
    public uint SignCount { get; init; }

    public ImmutableArray<string> Transports { get; init; } = [];

    public bool BackupEligible { get; init; }

    public bool BackedUp { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}
