namespace Gantry.Audit;

/// <summary>One thing that changed. Secrets are masked before they come here.</summary>
/// <param name="Target">The kind and the name, as in <c>group premium</c>.</param>
/// <param name="Before">What it said, as a JSON object of the members that differ; null where it is new.</param>
/// <param name="After">What it says now, likewise; null where it is gone.</param>
internal sealed record AuditChange(string Target, string? Before = null, string? After = null);
