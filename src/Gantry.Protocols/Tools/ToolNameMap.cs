using System.Buffers;

namespace Gantry.Protocols.Tools;

/// <summary>The names of one request's tools on the wire of its upstream, and back. No two tools share a wire name.</summary>
/// <remarks>
/// A legal name stays. Of an illegal one, characters are replaced and what is too long ends in a hash; where that would be another tool's
/// name too, every altered name ends in a hash of its original. The result does not depend on the order of the names.
/// </remarks>
public sealed class ToolNameMap
{
    private const int MaxLength = 64;
    private const int Digits = 8;
    private const int Kept = MaxLength - Digits - 1;

    private static readonly SearchValues<char> Legal = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    private static readonly SearchValues<char> GeminiLegal = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:");

    private readonly Protocol _target;
    private readonly Dictionary<ToolName, string> _wires = [];
    private readonly Dictionary<string, ToolName> _originals = new(StringComparer.Ordinal);

    private ToolNameMap(Protocol target) => _target = target;

    /// <param name="names">Every name of the request: tools, choice, calls and results of the history. Repetitions do not matter.</param>
    /// <param name="target">What the upstream speaks.</param>
    public static ToolNameMap Create(IEnumerable<ToolName> names, Protocol target)
    {
        ArgumentNullException.ThrowIfNull(names);
        var map = new ToolNameMap(target);
        var distinct = names.Distinct().OrderBy(name => name.Key, StringComparer.Ordinal).ToList();
        foreach (var name in distinct.Where(map.IsUnaltered)) map.Add(name, name.Name);
        var altered = distinct.Where(name => !map.IsUnaltered(name)).GroupBy(map.Candidate, StringComparer.Ordinal).ToList();
        foreach (var group in altered.Where(group => group.Count() == 1 && !map._originals.ContainsKey(group.Key))) map.Add(group.First(), group.Key);
        foreach (var name in altered.SelectMany(group => group).Where(name => !map._wires.ContainsKey(name))) map.Add(name, map.Suffixed(name));
        return map;
    }

    /// <summary>True when every name goes out as it came in.</summary>
    public bool IsIdentity => _wires.All(pair => pair.Key.Namespace is null && pair.Key.Name == pair.Value);

    /// <summary>The name to send. One that was not among the request's is made legal in the same way.</summary>
    public string Wire(ToolName name)
    {
        if (_wires.TryGetValue(name, out string? wire)) return wire;
        wire = IsUnaltered(name) ? name.Name : Candidate(name);
        return _originals.ContainsKey(wire) ? Suffixed(name) : wire;
    }

    /// <inheritdoc cref="Wire(ToolName)"/>
    public string Wire(string name) => Wire(new ToolName(name));

    /// <summary>The tool that the model means; a name that was never sent passes unchanged.</summary>
    public ToolName Original(string wire) => _originals.TryGetValue(wire, out var name) ? name : new ToolName(wire);

    private void Add(ToolName name, string wire)
    {
        _wires.Add(name, wire);
        _originals.Add(wire, name);
    }

    private bool IsUnaltered(ToolName name) => name.Namespace is null && IsLegal(name.Name);

    /// <summary>Whether the target takes the name as it is.</summary>
    internal static bool IsLegal(string name, Protocol target)
    {
        // Asked for every call of a history.
        if (name.AsSpan().ContainsAnyExcept(target == Protocol.Gemini ? GeminiLegal : Legal)) return false;
        return name.Length is > 0 and <= MaxLength && !StartsIllegally(name, target);
    }

    private bool IsLegal(string name) => IsLegal(name, _target);

    private bool IsLegal(char c) => IsLegal(c, _target);

    private static bool IsLegal(char c, Protocol target) => (target == Protocol.Gemini ? GeminiLegal : Legal).Contains(c);

    private bool StartsIllegally(string name) => StartsIllegally(name, _target);

    private static bool StartsIllegally(string name, Protocol target) =>
        target == Protocol.Gemini && name.Length > 0 && !char.IsAsciiLetter(name[0]) && name[0] != '_';

    private string Candidate(ToolName name)
    {
        string clean = Clean(name);
        return clean.Length <= MaxLength ? clean : Cut(clean, name.Key);
    }

    private string Clean(ToolName name)
    {
        string flat = name.Flat;
        if (flat.Length == 0) return "_";
        string clean = string.Create(flat.Length, (flat, map: this), static (span, state) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = state.map.IsLegal(state.flat[i]) ? state.flat[i] : '_';
        });
        return StartsIllegally(clean) ? "_" + clean : clean;
    }

    private string Suffixed(ToolName name)
    {
        string clean = Clean(name);
        string key = name.Key;
        while (true)
        {
            string wire = Cut(clean, key);
            if (!_originals.ContainsKey(wire)) return wire;

            // Somebody's legal name is our hash: hash once more.
            key += "#";
        }
    }

    private static string Cut(string clean, string key) =>
        (clean.Length > Kept ? clean[..Kept] : clean) + "_" + ShortHash.Of(key, Digits);
}
