namespace Gantry.Catalog;

/// <summary>One thing that an admin edits, as the store keeps it.</summary>
internal abstract record CatalogRow
{
    public ManagedBy ManagedBy { get; init; }

    /// <summary>Unique among all rows.</summary>
    public abstract RowKey Key { get; }

    /// <summary>How reports call the row.</summary>
    public virtual string Label => Key.ToString();

    /// <summary>All that the row says apart from its name. Secrets appear hashed or shortened only.</summary>
    public abstract IEnumerable<RowFact> Facts();

    /// <summary>A list as the declarative file writes it.</summary>
    protected static string List(IEnumerable<string> values) => $"[{string.Join(", ", values)}]";

    protected static string YesNo(bool value) => value ? "true" : "false";
}
