using System.Collections.Immutable;
using Gantry.Cli.ClientFiles;

namespace Gantry.Cli.Config.Merge;

/// <summary>Puts the keys of one TOML text into another, wherever and however their tables are written there.</summary>
internal static class TomlMerge
{
    /// <param name="text">TOML.</param>
    /// <param name="addition">TOML with headers and plain lines.</param>
    /// <exception cref="TextFaultException">The text is no TOML, or has something else where a table is wanted.</exception>
    public static string Apply(string text, string addition)
    {
        if (string.IsNullOrWhiteSpace(text)) return TextLines.With(addition, TextLines.Break(text)) + TextLines.Break(text);
        var wanted = new TomlParser(addition).Parse();
        var here = new TomlParser(text).Parse();
        var edits = new List<TextEdit>();
        var missing = new List<(ImmutableArray<string> Table, List<(string Key, string Value)> Lines)>();
        foreach (var section in wanted.Sections)
        {
            var lines = new List<(string Key, string Value)>();
            foreach (var entry in section.Entries)
            {
                var value = addition[entry.Value.Start..entry.Value.End];
                if (here.Find(entry.Path) is not { } there) lines.Add((TomlPaths.Text(entry.Path[section.Path.Length..]), value));
                else if (text[there.Value.Start..there.Value.End] != value) edits.Add(new TextEdit(there.Value.Start, there.Value.End - there.Value.Start, value));
            }

            if (lines.Count > 0) missing.Add((section.Path, lines));
        }

        foreach (var (table, lines) in missing) edits.Add(Insert(text, here.Sections, table, lines));
        return TextEdit.Apply(text, edits);
    }

    private static TextEdit Insert(string text, IReadOnlyList<TomlSection> sections, ImmutableArray<string> table, List<(string Key, string Value)> lines)
    {
        var lineBreak = TextLines.Break(text);
        if (sections.FirstOrDefault(section => section.IsArray && TomlPaths.Begins(table, section.Path)) is { } several)
            throw new TextFaultException($"'{TomlPaths.Text(several.Path)}' is there as an array of tables", text, several.End);
        if (sections.SelectMany(section => section.IsArray ? [] : section.Entries).Select(entry => Deepest(entry, table)).FirstOrDefault(entry => entry is not null) is { } inner)
            return Inline(text, inner, table, lines);
        var own = sections.FirstOrDefault(section => !section.IsArray && TomlPaths.Same(section.Path, table));
        if (own is not null && (table.Length > 0 || own.Entries.Count > 0)) return Below(text, own.Entries is [.., var last] ? last.Value.End : own.End, "", lines, lineBreak);
        if (table.Length == 0) return new TextEdit(0, 0, string.Concat(lines.Select(line => $"{line.Key} = {line.Value}{lineBreak}")) + (text.Length > 0 && text[0] is not ('\n' or '\r') ? lineBreak : ""));

        // A table that dotted keys have made may have no header of its own.
        foreach (var section in sections.Where(section => !section.IsArray && section.Path.Length < table.Length && TomlPaths.Begins(table, section.Path)))
        {
            if (section.Entries.FindLast(entry => entry.Path.Length > table.Length && TomlPaths.Begins(entry.Path, table)) is { } dotted)
                return Below(text, dotted.Value.End, TomlPaths.Text(table[section.Path.Length..]) + ".", lines, lineBreak);
        }

        var before = text.Length == 0 ? "" : text.EndsWith('\n') ? lineBreak : lineBreak + lineBreak;
        return new TextEdit(text.Length, 0, $"{before}[{TomlPaths.Text(table)}]{lineBreak}" + string.Concat(lines.Select(line => $"{line.Key} = {line.Value}{lineBreak}")));
    }

    /// <summary>The innermost value on the way to the table, where one is written as a value.</summary>
    private static TomlEntry? Deepest(TomlEntry entry, ImmutableArray<string> table)
    {
        if (!TomlPaths.Begins(table, entry.Path)) return null;
        return (entry.Value.Inline ?? []).Select(inner => Deepest(inner, table)).FirstOrDefault(inner => inner is not null) ?? entry;
    }

    private static TextEdit Inline(string text, TomlEntry entry, ImmutableArray<string> table, List<(string Key, string Value)> lines)
    {
        if (entry.Value.Inline is not { } inside) throw new TextFaultException($"'{TomlPaths.Text(entry.Path)}' is there and is no table", text, entry.Start);
        var rest = table[entry.Path.Length..];
        var made = string.Join(", ", lines.Select(line => $"{line.Key} = {line.Value}"));
        if (rest.Length > 0 && inside.Any(inner => inner.Path.Length > entry.Path.Length + 1 && inner.Path[entry.Path.Length] == rest[0]))
            made = string.Join(", ", lines.Select(line => $"{TomlPaths.Text(rest)}.{line.Key} = {line.Value}"));
        else if (rest.Length > 0) made = $"{TomlPaths.Text(rest)} = {{ {made} }}";
        return inside is [.., var last] ? new TextEdit(last.Value.End, 0, ", " + made) : new TextEdit(entry.Value.Start + 1, 0, $" {made} ");
    }

    private static TextEdit Below(string text, int at, string prefix, List<(string Key, string Value)> lines, string lineBreak)
    {
        var indent = TextLines.Indent(text, at);
        return new TextEdit(TextLines.End(text, at), 0, string.Concat(lines.Select(line => $"{lineBreak}{indent}{prefix}{line.Key} = {line.Value}")));
    }
}
