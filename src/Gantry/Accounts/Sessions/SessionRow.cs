using Gantry.Catalog;

namespace Gantry.Accounts.Sessions;

/// <summary>A session as the store keeps it.</summary>
internal sealed record SessionRow
{
    /// <summary>Names the session to its owner; it is not what the cookie holds.</summary>
    public required Guid Id { get; init; }

    /// <summary>The keyed hash of what the cookie holds.</summary>
    public required string SecretHash { get; init; }

    public required Guid AccountId { get; init; }

    public required SessionStage Stage { get; init; }

    /// <summary>What the account was when the session began. With another role it ends: the new one has a session of its own (reliability S-22).</summary>
    public required AccountRole Role { get; init; }

    /// <summary>The cookie outlives the browser.</summary>
    public bool Remember { get; init; }

    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>Written once a minute at most.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>When a factor was last presented.</summary>
    public required DateTimeOffset ProvedAt { get; init; }

    /// <summary>The end that no use defers.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public required string Address { get; init; }

    public required string Browser { get; init; }

    /// <summary>The sealed key of an authenticator that is not confirmed yet.</summary>
    public byte[]? TotpDraft { get; init; }
}
