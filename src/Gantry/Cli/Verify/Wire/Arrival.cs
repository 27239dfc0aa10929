namespace Gantry.Cli.Verify.Wire;

/// <summary>When a part of a body arrived.</summary>
/// <param name="End">Bytes of the body that had arrived by then.</param>
/// <param name="At">Time since the request was sent.</param>
internal readonly record struct Arrival(int End, TimeSpan At);
