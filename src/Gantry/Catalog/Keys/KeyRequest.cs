using System.Collections.Immutable;

namespace Gantry.Catalog.Keys;

/// <summary>What a person asks for when making a key.</summary>
internal sealed record KeyRequest
{
    /// <summary>The e-mail address of an account that exists.</summary>
    public required string Account { get; init; }

    /// <summary>Unique within the account.</summary>
    public required string Name { get; init; }

    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>Model ids or aliases; empty for every model of the groups.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>Bounds on its spending; empty for none but those of the account and the group.</summary>
    public ImmutableArray<SpendLimit> SpendCaps { get; init; } = [];

    /// <summary>How much it may ask for; null for the gateway's defaults.</summary>
    public RateTerms? RateLimits { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>For how many days requests and answers are kept for its owner; null: they are not.</summary>
    public int? CaptureDays { get; init; }
}
