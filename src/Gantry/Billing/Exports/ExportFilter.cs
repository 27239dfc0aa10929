namespace Gantry.Billing.Exports;

/// <summary>Which records are exported.</summary>
/// <param name="From">Those that began then or later.</param>
/// <param name="To">Those that began before.</param>
/// <param name="AccountId">Of one account; null for all.</param>
/// <param name="KeyId">Of one key; null for all.</param>
/// <param name="Model">Of one model; null for all.</param>
public sealed record ExportFilter(DateTimeOffset From, DateTimeOffset To, Guid? AccountId = null, Guid? KeyId = null, string? Model = null)
{
    /// <summary>Where the account is a team's: only what this person did with keys made there; null for all.</summary>
    public Guid? MemberId { get; init; }

    public string? Group { get; init; }

    public UsageOutcome? Outcome { get; init; }

    public StatusRange? Status { get; init; }

    /// <summary>The request that this id belongs to: its own, the upstream's of its answer, or that of one of its attempts.</summary>
    public string? RequestId { get; init; }
}
