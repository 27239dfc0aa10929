namespace Gantry.Protocols.Citations;

/// <summary>A text block whose sources are told, in the answer that it stands in.</summary>
/// <param name="Text">All text of the answer, blocks joined.</param>
/// <param name="Start">Where the block begins, in UTF-16 units.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct CitedPlace(string Text, int Start, int End);
