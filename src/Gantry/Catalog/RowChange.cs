namespace Gantry.Catalog;

/// <summary>One row to write or to delete.</summary>
/// <param name="Row">The row as it shall be, or as it was where it is deleted.</param>
/// <param name="Before">The row that it replaces, or null for a new one.</param>
/// <param name="Deleted">The row goes.</param>
internal sealed record RowChange(CatalogRow Row, CatalogRow? Before, bool Deleted = false)
{
    /// <summary>One line for people: <c>+ upstream sim</c>, <c>~ group a: multiplier 1.0 -> 1.2</c>, <c>- model m</c>.</summary>
    public override string ToString()
    {
        if (Deleted) return $"- {Row.Label}";
        if (Before is null) return $"+ {Row.Label}";
        return $"~ {Row.Label}: {string.Join(", ", Differences())}";
    }

    /// <summary>What the change alters, one text a fact.</summary>
    public IEnumerable<string> Differences()
    {
        var before = (Before?.Facts() ?? []).ToDictionary(f => f.Name);
        var after = Row.Facts().ToDictionary(f => f.Name);
        foreach (var name in before.Keys.Union(after.Keys))
        {
            before.TryGetValue(name, out var old);
            after.TryGetValue(name, out var now);
            if (old.Value == now.Value) continue;
            yield return old.Hidden || now.Hidden ? $"{name} replaced" : $"{name} {Shown(old.Value)} -> {Shown(now.Value)}";
        }

        if (Before is not null && Before.ManagedBy != Row.ManagedBy)
            yield return $"managed by {EnumWords.Of(Before.ManagedBy)} -> {EnumWords.Of(Row.ManagedBy)}";
    }

    private static string Shown(string? value) => string.IsNullOrEmpty(value) ? "none" : value;
}
