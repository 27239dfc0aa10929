namespace Gantry.Contracts.Manage.Groups;

/// <summary>What can be said of a group, in the words of the declarative file.</summary>
public record GroupTerms
{
    public string Description { get; init; } = "";

    /// <summary>The factor on list prices, as decimal text.</summary>
    public string Multiplier { get; init; } = "1.0";

    /// <summary><c>delivered</c>, <c>upstream</c> or <c>void</c>.</summary>
    public string CancelPolicy { get; init; } = "delivered";

    /// <summary>What everybody together may spend through it, one bound a window.</summary>
    public IReadOnlyList<SpendCap> SpendCap { get; init; } = [];

    /// <summary>For everybody together; null: none.</summary>
    public RateLimits? RateLimits { get; init; }

    /// <summary>For everybody together, by model.</summary>
    public IReadOnlyDictionary<string, RateLimits>? ModelRateLimits { get; init; }

    /// <summary>Answer tokens that are set aside for a request without a limit of its own; null: the usual number.</summary>
    public long? HoldOutputTokens { get; init; }

    /// <summary>Operations that it serves; empty for all.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>Protocols of clients that it serves; empty for all.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = [];

    /// <summary>Prices of its own.</summary>
    public IReadOnlyList<GroupPriceTerms> Prices { get; init; } = [];

    /// <summary><c>active</c>, <c>deprecated</c> or <c>closed</c>.</summary>
    public string Status { get; init; } = "active";

    /// <summary>The group to use instead.</summary>
    public string? Replacement { get; init; }

    /// <summary>What its users are told where it is no longer active.</summary>
    public string Note { get; init; } = "";

    /// <summary><c>weight</c> or <c>least_busy</c>.</summary>
    public string Balance { get; init; } = "weight";

    /// <summary>Names for several models, tried in order.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? VirtualModels { get; init; }
}
