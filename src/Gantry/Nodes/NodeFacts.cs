namespace Gantry.Nodes;

/// <summary>What a server says of itself when it begins.</summary>
/// <param name="Machine">The name of its machine, for people.</param>
/// <param name="Instance">That of its data folder: a run of the same folder that began earlier has ended, whatever it said last. Null for none.</param>
/// <param name="Version">Of the program.</param>
internal sealed record NodeFacts(string Machine, string? Instance = null, string? Version = null);
