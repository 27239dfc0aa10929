namespace Gantry.Catalog;

/// <summary>Guesses what somebody meant to write.</summary>
internal static class Nearest
{
    /// <summary>A question to append to a message, such as <c>; did you mean 'multiplier'?</c>, or nothing where no word is near.</summary>
    public static string Hint(string written, IEnumerable<string> words)
    {
        var best = words.Select(w => (Word: w, Distance: Distance(written, w))).OrderBy(p => p.Distance).ThenBy(p => p.Word, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, Math.Max(written.Length, best.Word.Length) / 3) ? $"; did you mean '{best.Word}'?" : "";
    }

    /// <summary>Those that are most like it, the likest first.</summary>
    public static IReadOnlyList<string> Of(string written, IEnumerable<string> words, int most) =>
        [.. words.OrderBy(word => Distance(written, word)).ThenBy(word => word, StringComparer.Ordinal).Take(most)];

    // Levenshtein, case ignored.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitution = diagonal + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
