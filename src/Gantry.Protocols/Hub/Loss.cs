namespace Gantry.Protocols.Hub;

/// <summary>One thing that could not be said in the target's language.</summary>
/// <param name="Token">From the closed list of translation warnings, as in <c>param_dropped:seed</c>; goes into <c>x-gantry-dropped</c>.</param>
/// <param name="Path">Where it stood in the source, as in <c>tools[3].strict</c>; empty where that says nothing.</param>
public readonly record struct Loss(string Token, string Path);
