namespace Gantry.Contracts.Manage.Simulators;

/// <summary>A model that a simulator serves.</summary>
/// <param name="Model">Its public id.</param>
/// <param name="Group">Whose keys it serves.</param>
/// <param name="UpstreamModel">What the simulator is asked for.</param>
public sealed record SimulatorModel(string Model, string Group, string UpstreamModel);
