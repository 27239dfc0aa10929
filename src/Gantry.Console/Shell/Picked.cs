namespace Gantry.Console.Shell;

/// <summary>The names that are picked and those that could be. The order is the one in which they were picked.</summary>
internal static class Picked
{
    /// <summary>So many are shown at once: more is found by typing.</summary>
    public const int Most = 60;

    public static IReadOnlyList<string> With(IReadOnlyList<string> chosen, string name) => chosen.Contains(name, StringComparer.Ordinal) ? chosen : [.. chosen, name];

    public static IReadOnlyList<string> Without(IReadOnlyList<string> chosen, string name) => [.. chosen.Where(one => one != name)];

    /// <summary>The name one place nearer to the beginning.</summary>
    public static IReadOnlyList<string> Earlier(IReadOnlyList<string> chosen, string name)
    {
        var at = chosen.ToList().IndexOf(name);
        return at <= 0 ? chosen : [.. chosen.Take(at - 1), name, chosen[at - 1], .. chosen.Skip(at + 1)];
    }

    /// <summary>The options that have what was typed in their name or note, all of them.</summary>
    public static IReadOnlyList<PickOption> Found(IReadOnlyList<PickOption> options, string typed)
    {
        var text = typed.Trim();
        return text.Length == 0
            ? options
            : [.. options.Where(one => one.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || (one.Note?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false))];
    }

    /// <summary>What the key Enter adds: the name as it was typed if it is offered, else the only one that was found, else the typed text itself where such may be added.</summary>
    /// <returns>Null where nothing is meant.</returns>
    public static string? Meant(IReadOnlyList<PickOption> options, string typed, bool free)
    {
        var text = typed.Trim();
        if (text.Length == 0) return null;
        if (options.Any(one => one.Name == text)) return text;
        if (free) return text;
        return Found(options, text) is [var only] ? only.Name : null;
    }
}
