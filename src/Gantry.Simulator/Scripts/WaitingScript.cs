namespace Gantry.Simulator.Scripts;

/// <summary>A script that is not used up.</summary>
/// <param name="Script">As it was told.</param>
/// <param name="Left">How many requests it still serves.</param>
public sealed record WaitingScript(Script Script, int Left);
