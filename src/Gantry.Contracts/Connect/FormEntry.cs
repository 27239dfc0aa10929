namespace Gantry.Contracts.Connect;

/// <summary>One field of a client's own form.</summary>
/// <param name="Label">As the client calls it.</param>
/// <param name="Value">What is typed or chosen.</param>
public sealed record FormEntry(string Label, string Value);
