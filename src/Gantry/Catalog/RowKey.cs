namespace Gantry.Catalog;

/// <summary>The name of one row: what a person would call it.</summary>
internal readonly record struct RowKey(RowKind Kind, string Name)
{
    public override string ToString() => $"{EnumWords.Of(Kind)} {Name}";
}
