using System.Collections.Immutable;
using System.Text.Json;

namespace Gantry.Catalog.Import;

/// <summary>Reads prices out of one object of a published list, and remembers what was odd about them.</summary>
/// <param name="entry">The object.</param>
/// <param name="decimals">From a number of the list to nano-USD per million units: 15 where it is USD for one, 9 where it is USD for a million.</param>
internal sealed class PublishedTable(JsonElement entry, int decimals)
{
    private readonly List<string> _notes = [];

    public ImmutableArray<string> Notes => [.. _notes];

    public void Note(string text) => _notes.Add(text);

    /// <summary>The price under a name; null where there is none. Zero is none as well: lists write it for what they do not know.</summary>
    public long? Price(string name) => Price(entry, name, decimals);

    /// <summary>As <see cref="Price(string)"/>, from an object inside the entry or on another scale.</summary>
    public long? Price(JsonElement from, string name, int scale)
    {
        if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number) return null;
        if (!ExactNumber.TryRead(value.GetRawText(), scale, out var price, out var exact))
        {
            _notes.Add($"{name} {value.GetRawText()} is no price");
            return null;
        }

        if (!exact) _notes.Add($"{name} {value.GetRawText()} is rounded up to the nano-dollar for a million");
        return price == 0 ? null : price;
    }
}
