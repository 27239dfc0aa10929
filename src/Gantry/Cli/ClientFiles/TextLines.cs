namespace Gantry.Cli.ClientFiles;

/// <summary>Where lines begin and end, and what ends them.</summary>
internal static class TextLines
{
    /// <summary>What ends the first line; a line feed where nothing does.</summary>
    public static string Break(string text) => text.IndexOf('\n') is > 0 and var at && text[at - 1] == '\r' ? "\r\n" : "\n";

    /// <summary>The same with other line ends.</summary>
    public static string With(string text, string lineBreak) => text.ReplaceLineEndings(lineBreak);

    /// <summary>The number of the line that <paramref name="at"/> lies in, from 1.</summary>
    public static int Number(string text, int at) => 1 + text.AsSpan(0, Math.Min(at, text.Length)).Count('\n');

    /// <summary>Where the line begins that <paramref name="at"/> lies in.</summary>
    public static int Start(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    /// <summary>Where the line ends that <paramref name="at"/> lies in, before what ends it.</summary>
    public static int End(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        if (end < 0) return text.Length;
        return end > at && text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>The blanks that the line of <paramref name="at"/> begins with.</summary>
    public static string Indent(string text, int at)
    {
        var start = Start(text, at);
        var end = start;
        while (end < text.Length && text[end] is (' ' or '\t')) end++;
        return text[start..end];
    }
}
