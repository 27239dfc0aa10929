using System.Globalization;

namespace Gantry.Moving;

/// <summary>Names for the secrets of a move: the file says <c>${NAME}</c>, the book knows what stands behind it, as far as the source tells.</summary>
internal sealed class SecretBook
{
    private readonly SortedDictionary<string, string?> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _next = new(StringComparer.Ordinal);

    /// <summary>Variables whose value the source holds in clear.</summary>
    public IEnumerable<KeyValuePair<string, string>> Carried => _values.Where(v => v.Value is not null && _used.Contains(v.Key)).Select(v => KeyValuePair.Create(v.Key, v.Value!));

    /// <summary>Variables that the source defines and nothing here reads.</summary>
    public IEnumerable<string> Unused => _values.Keys.Where(name => !_used.Contains(name));

    /// <summary>Variables that the source takes from its own environment: somebody has to set them here as well.</summary>
    public IEnumerable<string> Needed => _values.Where(v => v.Value is null).Select(v => v.Key);

    /// <summary>Remembers a secret; one that is known already keeps its name.</summary>
    /// <returns>How the file refers to it.</returns>
    public string Keep(string wish, string secret)
    {
        if (!_names.TryGetValue(secret, out var name))
        {
            name = Free(Words(wish));
            _names[secret] = name;
            _values[name] = secret;
        }

        _used.Add(name);
        return $"${{{name}}}";
    }

    /// <summary>Refers to a variable that the source reads.</summary>
    /// <param name="name">As the source has it.</param>
    /// <param name="isAddress">It stands for an address, not for a secret.</param>
    public string Refer(string name, bool isAddress = false)
    {
        _values.TryAdd(name, null);
        _used.Add(name);
        if (isAddress) _addresses.Add(name);
        return $"${{{name}}}";
    }

    /// <summary>What the source's own file says of a variable: its value goes with it.</summary>
    public void Define(string name, string value) => _values[name] = value;

    /// <summary>The value of a variable for a rehearsal: something that could be one where nobody knows it yet.</summary>
    public string? Rehearse(string name) =>
        _values.GetValueOrDefault(name) is { } value ? value
        : _addresses.Contains(name) ? $"https://{name.ToLowerInvariant().Replace('_', '-')}.invalid"
        : _values.ContainsKey(name) ? $"not-set-{name}-000000000000"
        : null;

    /// <summary>The value where the source tells it.</summary>
    public string? Find(string name) => _values.GetValueOrDefault(name);

    private string Free(string name)
    {
        var free = name;
        var number = _next.GetValueOrDefault(name, 2);
        while (_values.ContainsKey(free)) free = string.Create(CultureInfo.InvariantCulture, $"{name}_{number++}");
        _next[name] = number;
        return free;
    }

    private static string Words(string wish)
    {
        var words = new string([.. wish.ToUpperInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_').Take(64)]).Trim('_');
        while (words.Contains("__", StringComparison.Ordinal)) words = words.Replace("__", "_", StringComparison.Ordinal);
        return words.Length == 0 || char.IsAsciiDigit(words[0]) ? $"KEY_{words}" : words;
    }
}
