namespace Gantry.Console.Log;

/// <summary>The columns that a person has chosen.</summary>
internal sealed class LogColumns
{
    private static readonly HashSet<LogColumn> Usual =
    [
        LogColumn.Account, LogColumn.Key, LogColumn.Model, LogColumn.Outcome, LogColumn.Input, LogColumn.Cached, LogColumn.Output, LogColumn.Cost, LogColumn.First, LogColumn.Duration,
    ];

    private HashSet<LogColumn> _chosen = [.. Usual];

    /// <summary>Those that there are: who serves a request, and whose it is, is shown among everybody's alone.</summary>
    public static IEnumerable<LogColumn> Offered(bool everybody) =>
        Enum.GetValues<LogColumn>().Where(column => everybody || column is not (LogColumn.Account or LogColumn.Upstream));

    public IReadOnlyList<LogColumn> Shown(bool everybody) => [.. Offered(everybody).Where(_chosen.Contains)];

    public bool Has(LogColumn column) => _chosen.Contains(column);

    public void Set(LogColumn column, bool shown)
    {
        if (shown) _chosen.Add(column);
        else _chosen.Remove(column);
    }

    /// <summary>As the browser keeps it.</summary>
    public string Write() => string.Join(',', _chosen.Order().Select(Code));

    /// <summary>Takes what a browser has kept; null and what is no column change nothing.</summary>
    public void Read(string? kept)
    {
        if (kept is null) return;
        _chosen = [.. Enum.GetValues<LogColumn>().Where(column => kept.Split(',').Contains(Code(column), StringComparer.Ordinal))];
    }

    public static string Code(LogColumn column) => column.ToString().ToLowerInvariant();
}
