namespace Gantry.Contracts.Manage.Keys;

/// <summary>A client key, without its secret.</summary>
public sealed record KeyView : KeyTerms
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The owner's e-mail address, or the name of the team.</summary>
    public required string Account { get; init; }

    /// <summary>The address of the member of the team that made it; null for keys of people and for those that a team has as such.</summary>
    public string? Member { get; init; }

    /// <summary>The ends of the secret, to tell keys apart.</summary>
    public required string Display { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last accepted; up to half a minute late.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Until when the secret before the last rotation is accepted; null where it no longer is.</summary>
    public DateTimeOffset? FormerSecretUntil { get; init; }

    /// <summary><c>hand</c>, <c>file</c> or <c>environment</c>: what the declarative file declares it sets again when it is applied.</summary>
    public required string ManagedBy { get; init; }
}
