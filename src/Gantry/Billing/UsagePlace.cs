namespace Gantry.Billing;

/// <summary>A place in the usage log, which is ordered by the start of requests.</summary>
internal sealed record UsagePlace(DateTimeOffset StartedAt, string RequestId);
