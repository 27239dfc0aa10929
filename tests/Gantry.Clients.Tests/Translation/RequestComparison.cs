namespace Gantry.Clients.Tests.Translation;

/// <summary>Holds a request that went to another protocol and back against what was asked.</summary>
internal static class RequestComparison
{
    /// <summary>Every subject that differs and that no loss names.</summary>
    public static IEnumerable<string> Faults(RequestCase translated)
    {
        var asked = RequestOutline.Of(translated.Asked);
        var back = RequestOutline.Of(translated.Back!);
        foreach (string subject in asked.Keys.Union(back.Keys, StringComparer.Ordinal))
        {
            string before = asked.GetValueOrDefault(subject, ""), after = back.GetValueOrDefault(subject, "");
            if (before == after) continue;
            yield return $"{subject}: {Around(before, after)} became {Around(after, before)}";
        }
    }

    // Where two long texts part.
    private static string Around(string text, string other)
    {
        int at = 0;
        while (at < text.Length && at < other.Length && text[at] == other[at]) at++;
        int from = Math.Max(0, at - 20);
        return $"'{(from > 0 ? "…" : "")}{text.Substring(from, Math.Min(90, text.Length - from))}' ({text.Length})";
    }
}
