namespace Gantry.Contracts.Manage.Simulators;

/// <summary>What waits at a simulator.</summary>
/// <param name="Armed">In the order in which they are tried.</param>
public sealed record SimulatorState(IReadOnlyList<ArmedFault> Armed);
