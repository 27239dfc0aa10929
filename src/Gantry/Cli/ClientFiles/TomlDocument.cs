using System.Collections.Immutable;

namespace Gantry.Cli.ClientFiles;

/// <summary>A TOML text as it was read. Arrays of tables are no part of what is looked for by a path.</summary>
/// <param name="text">The text.</param>
/// <param name="sections">In order; the first is the root.</param>
/// <param name="strings">Where its values have strings, those in lists too.</param>
internal sealed class TomlDocument(string text, IReadOnlyList<TomlSection> sections, IReadOnlyList<Range> strings)
{
    public IReadOnlyList<TomlSection> Sections => sections;

    /// <summary>A key, however its table is written: with a header, with dots or inline.</summary>
    public TomlEntry? Find(params ImmutableArray<string> path) => Find(sections.Where(one => !one.IsArray).SelectMany(one => one.Entries), path);

    /// <summary>What a value says: a string without quotation marks and escapes, anything else as it is written. May be a secret.</summary>
    /// <exception cref="TextFaultException">A string holds a wrong escape.</exception>
    public string Text(TomlValue value) => text[value.Start] is '"' or '\'' ? TomlString.Decode(text, value.Start, value.End, "a string") : text[value.Start..value.End];

    /// <summary>Looks at what every string says. Who only adds to the text has no need of it.</summary>
    /// <exception cref="TextFaultException">A string holds a wrong escape.</exception>
    public void CheckStrings()
    {
        foreach (var range in strings) TomlString.Decode(text, range.Start.Value, range.End.Value, "a string");
    }

    /// <summary>Every table in order, however it is written, with a place in a line that makes it. One may come several times.</summary>
    public IEnumerable<(ImmutableArray<string> Path, int At)> Tables() => sections.Where(section => !section.IsArray)
        .SelectMany(section => Steps(section.Path, 0, section.Path.Length, section.End).Concat(section.Entries.SelectMany(entry => Tables(entry, section.Path.Length))));

    private static IEnumerable<(ImmutableArray<string> Path, int At)> Tables(TomlEntry entry, int known) =>
        Steps(entry.Path, known, entry.Path.Length - (entry.Value.Inline is null ? 1 : 0), entry.Start).Concat((entry.Value.Inline ?? []).SelectMany(inner => Tables(inner, entry.Path.Length)));

    private static IEnumerable<(ImmutableArray<string> Path, int At)> Steps(ImmutableArray<string> path, int known, int last, int at) =>
        Enumerable.Range(known + 1, last - known).Select(length => (path[..length], at));

    private static TomlEntry? Find(IEnumerable<TomlEntry> entries, ImmutableArray<string> path)
    {
        foreach (var entry in entries)
        {
            if (TomlPaths.Same(entry.Path, path)) return entry;
            if (entry.Value.Inline is { } inline && TomlPaths.Begins(path, entry.Path) && Find(inline, path) is { } within) return within;
        }

        return null;
    }
}
