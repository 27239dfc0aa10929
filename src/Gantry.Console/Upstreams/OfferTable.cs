using Gantry.Contracts.Manage.Upstreams;

namespace Gantry.Console.Upstreams;

/// <summary>What may be offered of an upstream, what is chosen of it, and which of it is shown.</summary>
internal sealed class OfferTable
{
    /// <summary>More rows than that are found by name.</summary>
    public const int MostShown = 60;

    // What a provider calls its cheapest.
    private static readonly string[] Cheap = ["nano", "flash-lite", "haiku", "mini", "flash", "small", "lite", "8b"];

    private readonly List<OfferRow> _rows = [];

    public IReadOnlyList<OfferRow> All => _rows;

    public IReadOnlyList<OfferRow> Chosen => [.. _rows.Where(row => row.Chosen)];

    public string Search { get; set; } = "";

    public bool ChosenOnly { get; set; }

    /// <summary>Those that pass the search: chosen ones and known ones first.</summary>
    public IReadOnlyList<OfferRow> Found =>
    [
        .. _rows.Where(row => (!ChosenOnly || row.Chosen) && (Search.Length == 0 || row.Name.Contains(Search, StringComparison.OrdinalIgnoreCase) || row.Model.Contains(Search, StringComparison.OrdinalIgnoreCase))),
    ];

    public IReadOnlyList<OfferRow> Shown => [.. Found.Take(MostShown)];

    /// <summary>What is chosen and typed stays where the upstream still has it.</summary>
    public void Fill(IEnumerable<UpstreamModel> models, bool free)
    {
        var before = _rows.ToDictionary(row => row.Name, StringComparer.Ordinal);
        var next = models.OrderBy(model => model.Price is null).ThenBy(model => model.Name, StringComparer.OrdinalIgnoreCase).Select(model => Kept(before.GetValueOrDefault(model.Name), OfferRow.Of(model, free))).ToList();
        _rows.Clear();
        _rows.AddRange(next);
        _rows.InsertRange(0, before.Values.Where(row => row.Chosen && next.All(one => one.Name != row.Name)));
    }

    /// <summary>Adds a model that the list does not tell, or chooses it where it does.</summary>
    public void Add(string name, bool free)
    {
        var row = _rows.FirstOrDefault(one => one.Name == name.Trim());
        if (row is not null) row.Chosen = true;
        else if (name.Trim().Length > 0) _rows.Insert(0, OfferRow.Typed(name.Trim(), free));
    }

    /// <summary>What to ask for one word: the cheapest by its name.</summary>
    public string? Suggestion()
    {
        var chats = _rows.Where(row => row.Listed.Kind == "chat").Select(row => row.Name).ToList();
        return Cheap.Select(word => chats.Find(name => name.Contains(word, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(name => name is not null) ?? chats.FirstOrDefault();
    }

    private static OfferRow Kept(OfferRow? before, OfferRow row)
    {
        if (before is null) return row;
        (row.Chosen, row.Model, row.Input, row.Output, row.Free) = (before.Chosen, before.Model, before.Input, before.Output, before.Free);
        return row;
    }
}
