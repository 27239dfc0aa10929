using System.Collections.Immutable;

namespace Gantry.Cli.ClientFiles;

/// <summary>A line <c>key = value</c>, at the root, below a header or in an inline table.</summary>
/// <param name="Path">Its key as a whole, with the names of the table that it stands in.</param>
/// <param name="Start">Where its key begins.</param>
/// <param name="Value">Its value.</param>
internal sealed record TomlEntry(ImmutableArray<string> Path, int Start, TomlValue Value);
