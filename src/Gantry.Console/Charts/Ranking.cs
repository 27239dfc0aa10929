namespace Gantry.Console.Charts;

/// <summary>Puts what is many in order, and what is small together.</summary>
internal static class Ranking
{
    /// <summary>How many have a bar of their own.</summary>
    public const int Most = 8;

    /// <param name="items">In any order.</param>
    /// <param name="value">What the bars show.</param>
    /// <param name="label">What each is called.</param>
    /// <param name="note">What is said of one, or of all that is left over together.</param>
    /// <param name="rest">What those that are left over are called, for how many they are.</param>
    public static IReadOnlyList<RankedRow> Of<T>(IEnumerable<T> items, Func<T, decimal> value, Func<T, string> label, Func<IReadOnlyList<T>, string> note, Func<int, string> rest)
    {
        var ordered = items.OrderByDescending(value).ThenBy(label, StringComparer.Ordinal).ToList();
        // One that is left over alone has room for its own name.
        var shown = ordered.Count <= Most + 1 ? ordered.Count : Most;
        var rows = ordered.Take(shown).Select(one => new RankedRow(label(one), value(one), note([one]))).ToList();
        if (shown < ordered.Count) rows.Add(new RankedRow(rest(ordered.Count - shown), ordered.Skip(shown).Sum(value), note(ordered[shown..]), IsRest: true));
        return rows;
    }
}
