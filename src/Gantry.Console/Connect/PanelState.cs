using Gantry.Contracts.Connect;
using Gantry.Contracts.Manage.Arrivals;

namespace Gantry.Console.Connect;

/// <summary>What has arrived for the set-up on a page, and how it stands.</summary>
internal sealed class PanelState(Recipe recipe, string address)
{
    private const int Most = 12;

    private readonly List<PanelRow> _rows = [];
    private long _number;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<PanelRow> Rows => _rows;

    /// <summary>The request that says most: the first good answer, else what came last.</summary>
    public PanelRow? Shown => Best ?? (_rows.Count > 0 ? _rows[0] : null);

    /// <summary>A request was answered.</summary>
    public bool IsGreen => Best is not null;

    private PanelRow? Best { get; set; }

    /// <param name="arrival">What came.</param>
    /// <param name="display">The ends of the key that the page holds; null for any key of the account.</param>
    /// <returns>Whether it is of this set-up: another client of the account may be at work meanwhile.</returns>
    public bool Take(Arrival arrival, string? display)
    {
        if (display is not null && arrival.KeyDisplay is { } other && other != display) return false;
        var row = new PanelRow(++_number, arrival, Diagnosis.Of(arrival, recipe, address));
        _rows.Insert(0, row);
        if (_rows.Count > Most) _rows.RemoveAt(Most);
        // What was only mended gives way to what is right.
        if (row.Diagnosis.Verdict == Verdict.Good && Best?.Diagnosis.Verdict != Verdict.Good) Best = row;
        else if (row.Diagnosis.Verdict == Verdict.Mended && Best is null) Best = row;
        return true;
    }

    /// <summary>Another key: what came with the former says nothing of it.</summary>
    public void Clear()
    {
        _rows.Clear();
        Best = null;
    }
}
