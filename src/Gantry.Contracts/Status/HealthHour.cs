namespace Gantry.Contracts.Status;

/// <summary>One hour.</summary>
/// <param name="At">When it begins.</param>
/// <param name="State">How it went.</param>
/// <param name="SuccessShare">From 0 to 1; null where there was no traffic.</param>
public sealed record HealthHour(DateTimeOffset At, HealthState State, double? SuccessShare);
