using System.Text.Json;

namespace Gantry.Moving.LiteLlm;

/// <summary>LiteLLM's own price list: what it takes where a configuration says nothing of costs.</summary>
internal sealed class LiteLlmPriceList
{
    private readonly Dictionary<string, Dictionary<string, string>> _costs = new(StringComparer.Ordinal);

    /// <exception cref="JsonException">No such list.</exception>
    public LiteLlmPriceList(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("The list must be an object.");
        foreach (var entry in document.RootElement.EnumerateObject().Where(e => e.Value.ValueKind == JsonValueKind.Object)) _costs[entry.Name] = Costs(entry.Value);
    }

    /// <summary>The costs under the first of some names that the list has; null where it has none.</summary>
    public IReadOnlyDictionary<string, string>? Find(IEnumerable<string> names) => names.Select(n => _costs.GetValueOrDefault(n)).FirstOrDefault(c => c is { Count: > 0 });

    private static Dictionary<string, string> Costs(JsonElement entry)
    {
        var costs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in entry.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Number && LiteLlmCosts.IsCost(member.Name) && LiteLlmCosts.IsNumber(member.Value.GetRawText())) costs[member.Name] = member.Value.GetRawText();
            if (member.Name != LiteLlmCosts.Searches || member.Value.ValueKind != JsonValueKind.Object) continue;
            foreach (var size in member.Value.EnumerateObject().Where(s => s.Value.ValueKind == JsonValueKind.Number && LiteLlmCosts.IsNumber(s.Value.GetRawText())))
                costs[$"{member.Name}.{size.Name}"] = size.Value.GetRawText();
        }

        return costs;
    }
}
