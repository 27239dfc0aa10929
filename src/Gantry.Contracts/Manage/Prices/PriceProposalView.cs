namespace Gantry.Contracts.Manage.Prices;

/// <summary>What a published list would change about one model.</summary>
public sealed record PriceProposalView
{
    /// <summary>It has no price yet.</summary>
    public const string Added = "added";

    public const string Changed = "changed";

    public const string Unchanged = "unchanged";

    /// <summary>It cannot be taken: <see cref="Reasons"/>.</summary>
    public const string Refused = "refused";

    public required string Model { get; init; }

    /// <summary>The name that the list has for it.</summary>
    public required string ListedAs { get; init; }

    /// <summary>Who sells it there, in the list's words.</summary>
    public required string Vendor { get; init; }

    /// <summary>One of the words above.</summary>
    public required string State { get; init; }

    public IReadOnlyList<PriceDifferenceView> Differences { get; init; } = [];

    /// <summary>Why it is refused.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What a person should read before taking it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>A figure changes by more than a fifth, or goes away.</summary>
    public bool Large { get; init; }

    /// <summary>It was taken.</summary>
    public bool Written { get; init; }
}
