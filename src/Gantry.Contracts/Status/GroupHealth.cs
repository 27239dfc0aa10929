namespace Gantry.Contracts.Status;

/// <summary>How a group does.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="State">Of the last hour, all models together.</param>
/// <param name="Models">By name.</param>
public sealed record GroupHealth(string Name, string Description, HealthState State, IReadOnlyList<ModelHealth> Models);
