namespace Gantry.Contracts.Manage.Simulators;

/// <summary>A fault that waits for its requests.</summary>
/// <param name="Fault">Its name; null where the script was sent to the simulator by other means.</param>
/// <param name="Scenario">In the simulator's own words.</param>
/// <param name="Model">Only requests for this model, as the upstream calls it; null for any.</param>
/// <param name="Left">For so many requests.</param>
/// <param name="RetryAfter">What it says under <c>Retry-After</c>; null for nothing.</param>
public sealed record ArmedFault(string? Fault, string? Scenario, string? Model, int Left, string? RetryAfter);
