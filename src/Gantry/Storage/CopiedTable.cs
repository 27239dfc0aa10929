using System.Collections.Immutable;

namespace Gantry.Storage;

/// <summary>What was copied of a table.</summary>
/// <param name="Name">The table.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Mended">Texts in which the character U+0000, which PostgreSQL does not keep, became U+FFFD.</param>
/// <param name="Sums">The sum of each column of numbers.</param>
internal sealed record CopiedTable(string Name, long Rows, long Mended, ImmutableArray<(string Column, Int128 Sum)> Sums);
