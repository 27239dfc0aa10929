using Gantry.Catalog;

namespace Gantry.Management.Rows;

/// <summary>Makes <see cref="RowEdit{T}"/>.</summary>
internal static class RowEdit
{
    public static RowEdit<T> Of<T>(IEnumerable<RowChange> changes, T result) => new(changes, result);
}

/// <summary>What an edit of the catalogue writes, and what it tells.</summary>
internal sealed record RowEdit<T>(IEnumerable<RowChange> Changes, T Result);
