namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>What came of a trial of an upstream.</summary>
/// <param name="Results">One a credential and protocol.</param>
public sealed record ProbeReport(IReadOnlyList<ProbeResult> Results);
