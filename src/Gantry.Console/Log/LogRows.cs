using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Usages;

namespace Gantry.Console.Log;

/// <summary>The rows of the log that an open page holds: newest first, none twice, never more than a few thousand.</summary>
internal sealed class LogRows
{
    public const int PageSize = 100;

    /// <summary>What one open page may hold of the server's memory: some two megabytes.</summary>
    public const int Most = 2_000;

    private readonly List<RecordView> _rows = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private bool _cut;

    public IReadOnlyList<RecordView> All => _rows;

    /// <summary>Where the next page begins; null at the end.</summary>
    public string? Next { get; private set; }

    /// <summary>There is more, and no place for it.</summary>
    public bool Full => (_cut || Next is not null) && _rows.Count >= Most;

    public bool HasMore => Next is not null && !Full;

    /// <summary>How many rows a scroll bar should think of: some more than are there, while there are more.</summary>
    public int Extent => _rows.Count + (HasMore ? PageSize : 0);

    public void Begin(Page<RecordView> first)
    {
        _rows.Clear();
        _known.Clear();
        _cut = false;
        Append(first);
    }

    /// <summary>A page further down.</summary>
    public void Append(Page<RecordView> page)
    {
        foreach (var row in page.Data)
        {
            if (_known.Add(row.RequestId)) _rows.Add(row);
        }

        Next = page.Next;
    }

    /// <summary>Which of the newest are not there yet.</summary>
    public IReadOnlyList<RecordView> Unknown(Page<RecordView> newest) => [.. newest.Data.Where(row => !_known.Contains(row.RequestId) && IsWithin(row))];

    /// <summary>Puts new ones where they belong: a long request ends after shorter ones that began later.</summary>
    public void Insert(IEnumerable<RecordView> fresh)
    {
        foreach (var row in fresh)
        {
            if (!_known.Add(row.RequestId)) continue;
            var place = _rows.FindIndex(other => Compare(row, other) > 0);
            _rows.Insert(place < 0 ? _rows.Count : place, row);
        }

        // The oldest make room.
        if (_rows.Count <= Most) return;
        foreach (var row in _rows.Skip(Most)) _known.Remove(row.RequestId);
        _rows.RemoveRange(Most, _rows.Count - Most);
        _cut = true;
    }

    // What lies below the last row belongs to a page that was not read yet.
    private bool IsWithin(RecordView row) => Next is null || _rows.Count == 0 || Compare(row, _rows[^1]) > 0;

    private static int Compare(RecordView left, RecordView right)
    {
        var order = left.StartedAt.CompareTo(right.StartedAt);
        return order != 0 ? order : string.CompareOrdinal(left.RequestId, right.RequestId);
    }
}
