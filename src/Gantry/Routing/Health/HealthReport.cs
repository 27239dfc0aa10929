namespace Gantry.Routing.Health;

/// <summary>Where a target stands, and how it has done.</summary>
/// <param name="View">Now.</param>
/// <param name="HalfMinute">Over the last 30 seconds.</param>
/// <param name="FiveMinutes">Over the last five minutes.</param>
internal readonly record struct HealthReport(HealthView View, SuccessShare HalfMinute, SuccessShare FiveMinutes);
