namespace Gantry.Billing;

/// <summary>Which usage records are meant; what is null does not narrow.</summary>
internal record UsageFilter
{
    /// <summary>Whose: null for those of all, which only operators may ask for.</summary>
    public required UsageOwner? Owner { get; init; }

    public Guid? Key { get; init; }

    public string? Model { get; init; }

    public string? Group { get; init; }

    public UsageOutcome? Outcome { get; init; }

    public StatusRange? Status { get; init; }

    /// <summary>The request that this id belongs to: its own, the upstream's of its answer, or that of one of its attempts.</summary>
    public string? RequestId { get; init; }

    /// <summary>Began then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Began before then.</summary>
    public DateTimeOffset? To { get; init; }
}
