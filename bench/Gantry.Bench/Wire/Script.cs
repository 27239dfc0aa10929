namespace Gantry.Bench.Wire;

/// <summary>What the provider answers as long as nothing else is said.</summary>
/// <param name="Events">Content events of a stream; 0 is a whole answer.</param>
/// <param name="Interval">Nanoseconds between two of them; 0 is as fast as they go.</param>
/// <param name="InStep">True to send the next event when the client has read the last one, and not before: so every event is a read of its own.</param>
/// <param name="Fault">What is wrong with all of it.</param>
internal sealed record Script(int Events = 0, long Interval = 0, bool InStep = false, ScriptFault Fault = ScriptFault.None)
{
    public static Script Whole { get; } = new();
}
