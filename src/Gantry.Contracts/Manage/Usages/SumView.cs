namespace Gantry.Contracts.Manage.Usages;

/// <summary>Usage and money of several requests together.</summary>
public sealed record SumView
{
    /// <summary>The day as <c>yyyy-MM-dd</c>, the hour as <c>yyyy-MM-ddTHH:00:00Z</c>, the model, or the id of the key or the account; null for requests that none took.</summary>
    public string? Name { get; init; }

    /// <summary>What people call it: the name of the key, the address of the account.</summary>
    public string? Label { get; init; }

    public required long Requests { get; init; }

    /// <summary>How many of them failed or broke off; what the client left is not among them. Null where sums are not by the hour.</summary>
    public long? Failed { get; init; }

    public required UsageBuckets Usage { get; init; }

    public required UsdAmount Cost { get; init; }

    /// <summary>What wallets paid.</summary>
    public required UsdAmount Charged { get; init; }

    /// <summary>What the house carried.</summary>
    public required UsdAmount Overrun { get; init; }

    public required UsdAmount Refunded { get; init; }
}
