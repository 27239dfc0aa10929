using Gantry.Contracts.Manage.Keys;

namespace Gantry.Console.Keys;

/// <summary>Which of the keys are shown, in which order, page by page.</summary>
internal sealed class KeyTable
{
    public const int PageSize = 20;

    /// <summary>All that the account has.</summary>
    public IReadOnlyList<KeyView> All { get; private set; } = [];

    /// <summary>Those that pass the filters.</summary>
    public IReadOnlyList<KeyView> Found { get; private set; } = [];

    public IReadOnlyList<KeyView> Shown => [.. Found.Skip(Page * PageSize).Take(PageSize)];

    /// <summary>From 0.</summary>
    public int Page { get; private set; }

    public bool HasNext => (Page + 1) * PageSize < Found.Count;

    public string Search { get; private set; } = "";

    /// <summary>Revoked ones, others, or null for both.</summary>
    public bool? Revoked { get; private set; } = false;

    public KeyColumn SortedBy { get; private set; } = KeyColumn.Name;

    public bool Descending { get; private set; }

    public void Fill(IReadOnlyList<KeyView> keys)
    {
        All = keys;
        Apply(Page);
    }

    public void Filter(string search, bool? revoked)
    {
        (Search, Revoked) = (search.Trim(), revoked);
        Apply(0);
    }

    /// <summary>By another column; by the same, the other way round.</summary>
    public void Sort(KeyColumn column)
    {
        Descending = SortedBy == column && !Descending;
        SortedBy = column;
        Apply(0);
    }

    public void Turn(int pages) => Apply(Page + pages);

    private void Apply(int page)
    {
        var found = All.Where(key => (Revoked is not { } revoked || revoked == key.RevokedAt is not null) && Matches(key));
        Found = [.. Ordered(found)];
        Page = Math.Clamp(page, 0, Math.Max(0, (Found.Count - 1) / PageSize));
    }

    private bool Matches(KeyView key) =>
        Search.Length == 0
        || key.Name.Contains(Search, StringComparison.OrdinalIgnoreCase)
        || key.Display.Contains(Search, StringComparison.Ordinal)
        || key.Groups.Any(group => group.Contains(Search, StringComparison.OrdinalIgnoreCase));

    private IOrderedEnumerable<KeyView> Ordered(IEnumerable<KeyView> keys)
    {
        var ordered = SortedBy switch
        {
            KeyColumn.Created => By(keys, key => key.CreatedAt),
            KeyColumn.LastUsed => By(keys, key => key.LastUsedAt ?? DateTimeOffset.MinValue),
            KeyColumn.Expires => By(keys, key => key.ExpiresAt ?? DateTimeOffset.MaxValue),
            _ => Descending ? keys.OrderByDescending(key => key.Name, StringComparer.OrdinalIgnoreCase) : keys.OrderBy(key => key.Name, StringComparer.OrdinalIgnoreCase),
        };
        return ordered.ThenBy(key => key.Id);
    }

    private IOrderedEnumerable<KeyView> By(IEnumerable<KeyView> keys, Func<KeyView, DateTimeOffset> column) => Descending ? keys.OrderByDescending(column) : keys.OrderBy(column);
}
