namespace Gantry.Billing;

/// <summary>Which usage records are asked for, newest first; what is null does not narrow.</summary>
internal sealed record UsageLogQuery
{
    /// <summary>Whose: null for those of all, which only operators may ask for.</summary>
    public required UsageOwner? Owner { get; init; }

    public Guid? Key { get; init; }

    public string? Model { get; init; }

    public string? Group { get; init; }

    public UsageOutcome? Outcome { get; init; }

    /// <summary>Began then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Began before then.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only what stands behind this place.</summary>
    public UsagePlace? Before { get; init; }

    public required int Limit { get; init; }
}
