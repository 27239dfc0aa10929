using System.Collections.Immutable;
using Gantry.Catalog;
using Gantry.Secrets;

namespace Gantry.Accounts;

/// <summary>A secret that stands for an account at the management API, within scopes. Only its keyed hash is stored.</summary>
internal sealed record AdminToken
{
    /// <summary>What its secret begins with, before the format of keys.</summary>
    public const string Prefix = "gat-";

    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>The account's e-mail address.</summary>
    public required string Account { get; init; }

    public required string Name { get; init; }

    public required KeyHash Hash { get; init; }

    /// <summary>The ends of the secret.</summary>
    public required string Display { get; init; }

    public required ImmutableArray<string> Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>What its account is now, not when it was made.</summary>
    public AccountRole Role { get; init; }

    /// <summary>Its account is.</summary>
    public bool Disabled { get; init; }

    /// <summary>Whether it is worth anything.</summary>
    public bool IsAlive(DateTimeOffset now) => RevokedAt is null && !Disabled && (ExpiresAt is null || ExpiresAt > now);
}
