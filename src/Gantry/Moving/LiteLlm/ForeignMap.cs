using System.Globalization;
using Gantry.Catalog.Declared;

namespace Gantry.Moving.LiteLlm;

/// <summary>A mapping of another program's YAML. Unlike in our own file every key is allowed; what nobody has asked for can be listed afterwards.</summary>
internal sealed class ForeignMap
{
    private const string Merge = "<<";
    private const string Variable = "os.environ/";

    private readonly Dictionary<string, (FilePosition At, FileNode Value)> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly ReadContext _context;

    private ForeignMap(FileNode.Map map, ReadContext context)
    {
        _context = context;
        At = map.At;
        // As PyYAML has it: the last of several, and what is merged in only where nothing else stands.
        foreach (var entry in map.Entries.Where(e => e.Key != Merge)) _entries[entry.Key] = (entry.KeyAt, entry.Value);
        foreach (var entry in map.Entries.Where(e => e.Key == Merge))
        {
            foreach (var merged in entry.Value is FileNode.List list ? list.Items.OfType<FileNode.Map>() : [entry.Value as FileNode.Map ?? new FileNode.Map(entry.KeyAt, [])])
            {
                foreach (var inner in merged.Entries) _entries.TryAdd(inner.Key, (inner.KeyAt, inner.Value));
            }
        }
    }

    public FilePosition At { get; }

    /// <summary>Every key with its value, null scalars left out.</summary>
    public IEnumerable<(string Key, FileNode Value)> Entries => _entries.Where(e => !IsNull(e.Value.Value)).Select(e => (e.Key, e.Value.Value));

    /// <summary>Keys with a value that nobody has asked for.</summary>
    public IEnumerable<(string Key, FileNode Value)> Unread => Entries.Where(e => !_read.Contains(e.Key));

    /// <returns>Null where there is nothing; anything but a mapping is a problem as well.</returns>
    public static ForeignMap? Of(FileNode? node, string what, ReadContext context)
    {
        if (node is FileNode.Map map) return new ForeignMap(map, context);
        if (node is not null && !IsNull(node)) context.Error(node.At, $"{what} must be a mapping, not {node.Kind}");
        return null;
    }

    public static bool IsNull(FileNode node) => node is FileNode.Scalar { IsNull: true };

    /// <summary>The name of the variable that a text stands for; null where it stands for itself.</summary>
    public static string? VariableOf(string text) => text.StartsWith(Variable, StringComparison.Ordinal) ? text[Variable.Length..].Trim() : null;

    public FileNode? Node(string key)
    {
        _read.Add(key);
        return _entries.TryGetValue(key, out var entry) && !IsNull(entry.Value) ? entry.Value : null;
    }

    public FilePosition PlaceOf(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value.At : At;

    public void Error(string key, string message) => _context.Error(PlaceOf(key), message);

    public string? Text(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case FileNode.Scalar scalar:
                return CheckVariable(scalar);
            case var node:
                _context.Error(node.At, $"{key} must be a single value, not {node.Kind}");
                return null;
        }
    }

    public ForeignMap? Map(string key) => Of(Node(key), key, _context);

    /// <summary>The items of a list; one value alone is a list of one.</summary>
    public IEnumerable<FileNode> Items(string key) => Node(key) switch
    {
        null => [],
        FileNode.List list => list.Items.Where(i => !IsNull(i)),
        var one => [one],
    };

    /// <summary>A list of texts.</summary>
    public List<string> Texts(string key) => Texts(key, Items(key), _context);

    public static List<string> Texts(string key, IEnumerable<FileNode> items, ReadContext context)
    {
        var texts = new List<string>();
        foreach (var item in items)
        {
            if (item is FileNode.Scalar scalar) texts.Add(scalar.Text);
            else context.Error(item.At, $"{key} must hold texts, not {item.Kind}");
        }

        return texts;
    }

    public bool? Flag(string key) => Text(key)?.ToLowerInvariant() switch
    {
        null => null,
        "true" or "yes" or "on" => true,
        _ => false,
    };

    public decimal? Number(string key)
    {
        if (Text(key) is not { } text) return null;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1_000_000_000_000_000) return number;
        Error(key, $"{key} must be a number that is not negative");
        return null;
    }

    private string CheckVariable(FileNode.Scalar scalar)
    {
        if (VariableOf(scalar.Text) is { } name && (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')))
            _context.Error(scalar.At, $"{Variable} names no variable that an environment could hold");
        return scalar.Text;
    }
}
