namespace Gantry.Billing;

/// <summary>A part of the usage log, newest first.</summary>
internal sealed record UsageLogQuery : UsageFilter
{
    /// <summary>Only what stands behind this place.</summary>
    public UsagePlace? Before { get; init; }

    public required int Limit { get; init; }
}
