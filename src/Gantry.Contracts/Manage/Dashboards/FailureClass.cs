namespace Gantry.Contracts.Manage.Dashboards;

/// <summary>Requests that failed or broke off in the same way.</summary>
/// <param name="Origin">Who has to act: <c>client</c>, <c>gateway</c> or <c>upstream</c>; null where it was not told.</param>
/// <param name="Code">The error's code; null where it has none.</param>
/// <param name="Status">What the client got.</param>
/// <param name="Requests">How many.</param>
public sealed record FailureClass(string? Origin, string? Code, int Status, long Requests);
