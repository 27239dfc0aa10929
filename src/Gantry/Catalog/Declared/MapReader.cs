using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>
/// Reads one mapping key by key. Whatever is asked for is known; <see cref="Done"/> reports the rest. Problems are collected and reading
/// goes on, so that one run shows them all; the values read then no longer matter.
/// </summary>
internal sealed class MapReader
{
    private readonly FileNode.Map _map;
    private readonly ReadContext _context;
    private readonly Dictionary<string, FileNode.MapEntry> _entries = [];
    private readonly HashSet<string> _known = [];
    private readonly string _what;
    private readonly bool _broken;

    /// <param name="node">Anything but a mapping is a problem.</param>
    /// <param name="what">What the mapping describes, in the words of an error.</param>
    /// <param name="context">Takes the problems.</param>
    public MapReader(FileNode node, string what, ReadContext context)
    {
        _what = what;
        _context = context;
        _broken = node is not FileNode.Map;
        _map = node as FileNode.Map ?? new FileNode.Map(node.At, []);
        if (_broken) context.Error(node.At, $"{what} must be a mapping, not {node.Kind}");
        foreach (var entry in _map.Entries)
        {
            if (!_entries.TryAdd(entry.Key, entry))
                context.Error(entry.KeyAt, $"'{entry.Key}' is given twice in {what}, first in line {_entries[entry.Key].KeyAt.Line}");
        }
    }

    public ReadContext Context => _context;

    /// <summary>Where the mapping begins.</summary>
    public FilePosition At => _map.At;

    /// <summary>What the mapping holds, for mappings whose keys are names.</summary>
    public IEnumerable<string> Keys => [.. _entries.Keys];

    public bool Has(string key) => Node(key) is not null;

    /// <summary>Where a key's value stands, or the mapping where it has none.</summary>
    public FilePosition PlaceOf(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value.At : At;

    /// <summary>Reports a problem at the value of a key.</summary>
    public void Error(string key, string message) => _context.Error(PlaceOf(key), message);

    public string? Text(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case FileNode.Scalar scalar:
                return EnvironmentText.Expand(scalar, _context);
            case var node:
                _context.Error(node.At, $"{key} must be a single value, not {node.Kind}");
                return null;
        }
    }

    /// <summary>Text that must be there; empty after a problem.</summary>
    public string RequiredText(string key)
    {
        if (Text(key) is { Length: > 0 } text) return text;
        if (_entries.ContainsKey(key)) Error(key, $"{key} is empty");
        else if (!_broken) _context.Error(At, $"{_what} has no {key}");
        return "";
    }

    /// <summary>A list of texts; empty where there is none.</summary>
    public ImmutableArray<string> Texts(string key) =>
        [.. Items(key).Select(item => Item(key, item)).Where(text => text is not null).Select(text => text!)];

    /// <summary>The values of a list, each with its place.</summary>
    public ImmutableArray<(string Text, FilePosition At)> PlacedTexts(string key) =>
        [.. Items(key).Select(item => (Text: Item(key, item), item.At)).Where(i => i.Text is not null).Select(i => (i.Text!, i.At))];

    /// <summary>A list of mappings; empty where there is none.</summary>
    public IEnumerable<MapReader> Maps(string key, string what) => Items(key).Select(item => new MapReader(item, what, _context));

    /// <summary>One mapping or a list of them; empty where there is none.</summary>
    public IEnumerable<MapReader> OneOrMaps(string key, string what) => Node(key) is null or FileNode.List ? Maps(key, what) : [Map(key, what)!];

    public MapReader? Map(string key, string what) => Node(key) is { } node ? new MapReader(node, what, _context) : null;

    /// <summary>
    /// Remembers where a row and its members are declared, for the problems that are found later. A row that is already declared is a problem.
    /// </summary>
    public void Remember(RowKey row)
    {
        if (row.Name is "" or [.., '/']) return; // Its name is missing, which has been reported.
        if (!_context.Positions.TryAdd((row, ""), At))
            _context.Error(At, $"{row} is declared twice, first in line {_context.Positions[(row, "")].Line}");
        foreach (var (key, entry) in _entries) _context.Positions.TryAdd((row, key), entry.Value.At);
    }

    /// <summary>Reports every key that nobody asked for.</summary>
    public void Done()
    {
        foreach (var entry in _map.Entries.Where(e => !_known.Contains(e.Key)))
            _context.Error(entry.KeyAt, $"unknown key '{entry.Key}' in {_what}{Nearest.Hint(entry.Key, _known)}");
    }

    private FileNode? Node(string key)
    {
        _known.Add(key);
        return _entries.TryGetValue(key, out var entry) && entry.Value is not FileNode.Scalar { IsNull: true } ? entry.Value : null;
    }

    private ImmutableArray<FileNode> Items(string key)
    {
        var node = Node(key);
        if (node is null) return [];
        if (node is FileNode.List list) return list.Items;
        _context.Error(node.At, $"{key} must be a list, not {node.Kind}");
        return [];
    }

    private string? Item(string key, FileNode item)
    {
        if (item is FileNode.Scalar { IsNull: false } scalar && EnvironmentText.Expand(scalar, _context) is { Length: > 0 } text) return text;
        _context.Error(item.At, $"{key} must hold texts, not {(item is FileNode.Scalar ? "an empty value" : item.Kind)}");
        return null;
    }
}
