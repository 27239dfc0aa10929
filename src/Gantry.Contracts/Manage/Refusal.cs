using System.Collections.Immutable;

namespace Gantry.Contracts.Manage;

/// <summary>Something is not done, and why.</summary>
public sealed record Refusal
{
    public static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> NoErrors = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    public required RefusalKind Kind { get; init; }

    /// <summary>In snake case, stable: what programs compare.</summary>
    public required string Code { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Detail { get; init; }

    /// <summary>What is wrong, by the path of the field: <c>spend_cap[0].amount</c>. What concerns no field has the name of its row.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Errors { get; init; } = NoErrors;

    /// <summary>How long to wait before it is tried again; null where that would not help.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
