using Gantry.Catalog.Declared;

namespace Gantry.Catalog.Import;

/// <summary>Changes figures of a price by their names in the declarative file, such as <c>input=3</c> or <c>tiers.flex.input=1.50</c>.</summary>
internal static class PriceEdit
{
    private static readonly FilePosition Nowhere = new(1, 1);

    /// <summary>The price with the figures changed: <c>none</c> takes one away, <c>free=true</c> all.</summary>
    /// <exception cref="CatalogRefusedException">An assignment says nothing that a price can hold.</exception>
    public static ModelPrice Apply(ModelPrice? price, IEnumerable<string> assignments)
    {
        var figures = (price?.Facts("") ?? []).Where(f => f.Name != "free").ToDictionary(f => f.Name, f => f.Value);
        foreach (var assignment in assignments)
        {
            var at = assignment.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) throw new CatalogRefusedException([$"'{assignment}' is no figure such as input=3 or tiers.flex.input=1.50"]);
            var (name, value) = (assignment[..at], assignment[(at + 1)..]);
            if (name == "free" && value == "true") figures.Clear();
            if (value is "none") figures.Remove(name);
            else figures[name] = value;
        }

        var context = new ReadContext("the price", _ => null);
        var read = PriceReader.Read(new MapReader(Tree(figures.Select(f => (f.Key.Split('.'), f.Value))), "price", context));
        return context.Problems.Count == 0 ? read : throw new CatalogRefusedException([.. context.Problems.Select(p => p.Message)]);
    }

    private static FileNode.Map Tree(IEnumerable<(string[] Path, string Value)> figures) => new(
        Nowhere,
        [
            .. figures.GroupBy(f => f.Path[0]).Select(g => new FileNode.MapEntry(
                g.Key,
                Nowhere,
                g.First() is { Path.Length: 1 } leaf
                    ? new FileNode.Scalar(Nowhere, leaf.Value, IsPlain: false)
                    : Tree(g.Where(f => f.Path.Length > 1).Select(f => (f.Path[1..], f.Value))))),
        ]);
}
