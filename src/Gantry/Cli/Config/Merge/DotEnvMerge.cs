using System.Text.RegularExpressions;
using Gantry.Cli.ClientFiles;

namespace Gantry.Cli.Config.Merge;

/// <summary>Sets variables in a file of lines <c>NAME=value</c>.</summary>
internal static partial class DotEnvMerge
{
    /// <param name="text">The file.</param>
    /// <param name="addition">Lines of the same sort.</param>
    /// <exception cref="TextFaultException">A quotation mark is not closed.</exception>
    public static string Apply(string text, string addition)
    {
        var here = Read(text);
        var lineBreak = TextLines.Break(text);
        var edits = new List<TextEdit>();
        var missing = new List<string>();
        foreach (var (name, wanted) in Read(addition))
        {
            var value = addition[wanted];
            var known = here.Where(line => line.Name == name).ToList();
            if (known.Count == 0) missing.Add($"{name}={value}{lineBreak}");
            // Some readers take the first of several, some the last.
            foreach (var (_, range) in known.Where(line => text[line.Value] != value))
            {
                var (start, end) = (range.Start.Value, range.End.Value);
                edits.Add(new TextEdit(start, end - start, end < text.Length && text[end] == '#' ? value + " " : value));
            }
        }

        if (missing.Count > 0) edits.Add(new TextEdit(text.Length, 0, (text.Length > 0 && !text.EndsWith('\n') ? lineBreak : "") + string.Concat(missing)));
        return TextEdit.Apply(text, edits);
    }

    /// <summary>A line of it.</summary>
    /// <exception cref="TextFaultException">The value cannot be written so that every reader takes it.</exception>
    public static string Line(string name, string value) => Plain().IsMatch(value) ? $"{name}={value}"
        : value.AsSpan().ContainsAny('\'', '\n', '\r') ? throw new TextFaultException($"the value of {name} cannot be written into such a file", "", 0)
        : $"{name}='{value}'";

    private static List<(string Name, Range Value)> Read(string text)
    {
        var lines = new List<(string, Range)>();
        for (var at = 0; at < text.Length;)
        {
            var end = TextLines.End(text, at);
            var line = Setting().Match(text, at, end - at);
            if (line.Success)
            {
                var value = line.Groups["value"];
                // A quoted value may run over lines.
                if (value.Value is ['"' or '\'' or '`', ..])
                {
                    var close = text.IndexOf(value.Value[0], value.Index + 1);
                    if (close < 0) throw new TextFaultException("a quotation mark is not closed", text, value.Index);
                    lines.Add((line.Groups["name"].Value, value.Index..(close + 1)));
                    end = TextLines.End(text, close);
                }
                else
                {
                    lines.Add((line.Groups["name"].Value, value.Index..(value.Index + value.Length)));
                }
            }

            at = end;
            while (at < text.Length && text[at] is ('\r' or '\n')) at++;
        }

        return lines;
    }

    // A # begins a comment behind a blank only.
    [GeneratedRegex(@"\G[ \t]*(?:export[ \t]+)?(?<name>[A-Za-z_][A-Za-z0-9_.]*)[ \t]*=(?:[ \t]*(?<value>[""'`].*|[^\s#](?:[^\s#]|(?<=\S)#|[ \t]+(?=[^\s#]))*)|(?<value>))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"^[A-Za-z0-9_./:@+=,%~-]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Plain();
}
