using System.Text.RegularExpressions;

namespace Gantry.Cli.ClientFiles;

/// <summary>Reads a file of variables as clients take it: <c>export</c>, quotation marks and comments are the file's. What is no line of it is passed over.</summary>
internal sealed partial class DotEnvParser(string text)
{
    public List<DotEnvLine> Parse()
    {
        var lines = new List<DotEnvLine>();
        for (var at = 0; at < text.Length;)
        {
            var end = TextLines.End(text, at);
            var line = Setting().Match(text, at, end - at);
            if (line.Success)
            {
                lines.Add(Read(line.Groups["name"].Value, line.Groups["value"]));
                // A quoted value may run over lines.
                end = TextLines.End(text, Math.Max(at, lines[^1].End - 1));
            }

            at = end;
            while (at < text.Length && text[at] is ('\r' or '\n')) at++;
        }

        return lines;
    }

    private DotEnvLine Read(string name, Group value)
    {
        var start = value.Index;
        if (value.Value is not ['"' or '\'' or '`', ..]) return new DotEnvLine(name, value.Value, start, start + value.Length);
        var close = text.IndexOf(value.Value[0], start + 1);
        if (close >= 0) return new DotEnvLine(name, text[(start + 1)..close], start, close + 1);
        var rest = value.Value.TrimEnd();
        return new DotEnvLine(name, rest, start, start + rest.Length) { IsClosed = false };
    }

    // A # begins a comment behind a blank only.
    [GeneratedRegex(@"\G[ \t]*(?:export[ \t]+)?(?<name>[A-Za-z_][A-Za-z0-9_.]*)[ \t]*=(?:[ \t]*(?<value>[""'`].*|[^\s#](?:[^\s#]|(?<=\S)#|[ \t]+(?=[^\s#]))*)|(?<value>))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();
}
