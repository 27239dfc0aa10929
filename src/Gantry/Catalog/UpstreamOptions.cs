using System.Collections.Immutable;
using System.Text.Json;

namespace Gantry.Catalog;

/// <summary>What one vendor alone asks of an upstream: a region, a project, an API version. Never a secret. The names are those of <see cref="ProviderKind.Options"/>.</summary>
public sealed class UpstreamOptions
{
    public static readonly UpstreamOptions None = new([]);

    private readonly ImmutableSortedDictionary<string, string> _values;

    public UpstreamOptions(IEnumerable<KeyValuePair<string, string>> values) => _values = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, values);

    public bool IsEmpty => _values.IsEmpty;

    public IEnumerable<string> Names => _values.Keys;

    /// <summary>Null where it is not given, or empty.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <exception cref="JsonException">Not what <see cref="ToJson"/> wrote.</exception>
    public static UpstreamOptions Parse(string json) => new(JsonSerializer.Deserialize(json, CatalogJson.Default.DictionaryStringString)!);

    /// <summary>An object of texts, its names in order: the same options are the same text.</summary>
    public string ToJson() => JsonSerializer.Serialize(new Dictionary<string, string>(_values), CatalogJson.Default.DictionaryStringString);
}
