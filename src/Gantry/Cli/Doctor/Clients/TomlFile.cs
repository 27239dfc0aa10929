using System.Collections.Immutable;
using Gantry.Cli.ClientFiles;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>A client's file in TOML.</summary>
internal sealed class TomlFile
{
    private readonly string _text;
    private readonly TomlDocument _document;

    private TomlFile(string path, string text)
    {
        Path = path;
        _text = text;
        try
        {
            _document = new TomlParser(text).Parse();
            _document.CheckStrings();
        }
        catch (TextFaultException fault)
        {
            _document = new TomlDocument("", [], []);
            Fault = fault;
        }
    }

    public string Path { get; }

    /// <summary>Why it is no TOML; null when it is. It holds nothing then.</summary>
    public TextFaultException? Fault { get; }

    /// <returns>Null where there is no such file.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TomlFile? Open(string path) => File.Exists(path) ? new TomlFile(path, File.ReadAllText(path)) : null;

    public bool HasTable(params ImmutableArray<string> table) => _document.Tables().Any(one => TomlPaths.Same(one.Path, table));

    /// <summary>The names below a table, such as those of providers.</summary>
    public IEnumerable<string> TablesBelow(params ImmutableArray<string> table) =>
        _document.Tables().Where(one => one.Path.Length == table.Length + 1 && TomlPaths.Begins(one.Path, table)).Select(one => one.Path[^1]).Distinct(StringComparer.Ordinal);

    /// <summary>The file with the line of a table.</summary>
    public string Where(params ImmutableArray<string> table) =>
        $"{Path}:{TextLines.Number(_text, _document.Tables().FirstOrDefault(one => TomlPaths.Same(one.Path, table)).At)}";

    /// <summary>A value; null where there is none, or it is empty.</summary>
    /// <param name="path">The names of its tables and its key.</param>
    public Setting? String(params ImmutableArray<string> path)
    {
        if (_document.Find(path)?.Value is not { } found || _document.Text(found) is not { Length: > 0 } value) return null;
        return new Setting(path[^1], value, $"{Path}:{TextLines.Number(_text, found.Start)}")
        {
            Path = Path,
            With = changed => new TextEdit(found.Start, found.End - found.Start, ShellText.Json(changed)).In(_text),
            Line = changed => $"{path[^1]} = {ShellText.Json(changed)}",
        };
    }
}
