namespace Gantry.Contracts.Manage.Prices;

/// <summary>One price of a model in a group. Amounts are USD as exact decimal text.</summary>
public sealed record PriceView
{
    /// <summary>What it is for, under the names of the declarative file, such as <c>cache_write_5m</c>.</summary>
    public required string Dimension { get; init; }

    /// <summary>What the amounts are for: <c>1M tokens</c>, <c>request</c>, <c>image</c>, <c>second</c> or <c>search</c>.</summary>
    public required string Unit { get; init; }

    /// <summary><c>standard</c>, <c>batch</c>, <c>flex</c> or <c>priority</c>.</summary>
    public required string ServiceTier { get; init; }

    /// <summary>0 for the ordinary price; else it holds for prompts that pass this many tokens.</summary>
    public long PromptTokens { get; init; }

    /// <summary>Whether a prompt of exactly that length has passed: <c>ge</c>, else <c>gt</c>; null where there is no bound.</summary>
    public string? Bound { get; init; }

    /// <summary>Quality and size of pictures; null for all.</summary>
    public string? Variant { get; init; }

    /// <summary>Before the group's factor.</summary>
    public required string List { get; init; }

    /// <summary>What is charged.</summary>
    public required string Charged { get; init; }
}
