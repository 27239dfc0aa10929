using Gantry.Cli.ClientFiles;

namespace Gantry.Cli.Config.Merge;

/// <summary>Sets variables in a file of lines <c>NAME=value</c>.</summary>
internal static class DotEnvMerge
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
        foreach (var wanted in Read(addition))
        {
            var value = addition[wanted.Start..wanted.End];
            var known = here.Where(line => line.Name == wanted.Name).ToList();
            if (known.Count == 0) missing.Add($"{wanted.Name}={value}{lineBreak}");
            // Some readers take the first of several, some the last.
            edits.AddRange(known.Where(line => text[line.Start..line.End] != value).Select(line => line.Set(text, value)));
        }

        if (missing.Count > 0) edits.Add(new TextEdit(text.Length, 0, (text.Length > 0 && !text.EndsWith('\n') ? lineBreak : "") + string.Concat(missing)));
        return TextEdit.Apply(text, edits);
    }

    /// <summary>A line of it.</summary>
    /// <exception cref="TextFaultException">The value cannot be written so that every reader takes it.</exception>
    public static string Line(string name, string value) => DotEnvLine.Written(value) is { } written
        ? $"{name}={written}"
        : throw new TextFaultException($"the value of {name} cannot be written into such a file", "", 0);

    private static List<DotEnvLine> Read(string text)
    {
        var lines = new DotEnvParser(text).Parse();
        return lines.Find(line => !line.IsClosed) is { } open ? throw new TextFaultException("a quotation mark is not closed", text, open.Start) : lines;
    }
}
