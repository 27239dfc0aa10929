using System.Text.Json;

namespace Gantry.Catalog.Import;

/// <summary>Reads <c>api.json</c> of models.dev: providers, their models, and their <c>cost</c> in USD for a million tokens.</summary>
internal static class ModelsDevPrices
{
    private const int PerMillion = DecimalText.Nano;

    public static IEnumerable<PublishedPrice> Read(JsonElement list)
    {
        var providers = list.TryGetProperty("providers", out var inside) && inside.ValueKind == JsonValueKind.Object ? inside : list;
        return
            from provider in providers.EnumerateObject()
            where provider.Value.ValueKind == JsonValueKind.Object && provider.Value.TryGetProperty("models", out var m) && m.ValueKind == JsonValueKind.Object
            from model in provider.Value.GetProperty("models").EnumerateObject()
            where model.Value.ValueKind == JsonValueKind.Object
            select Read(model.Name, provider.Name, model.Value);
    }

    private static PublishedPrice Read(string name, string provider, JsonElement model)
    {
        model.TryGetProperty("cost", out var cost);
        var table = new PublishedTable(cost, PerMillion);
        var price = Fill(new ModelPrice { LongContext = Long(table, cost, provider) }, table, cost, provider);
        return new PublishedPrice(name, provider, price.Facts().Any() ? price : null)
        {
            Notes = table.Notes,
            Unstated =
            [
                "price.request", "price.image", "price.audio_second", "price.web_search", "price.tiers.", "price.cache_write_1h", "price.long_context.cache_write_1h",
            ],
        };
    }

    private static LongContextPrice? Long(PublishedTable table, JsonElement cost, string provider) =>
        cost.ValueKind == JsonValueKind.Object && cost.TryGetProperty("context_over_200k", out var over) && over.ValueKind == JsonValueKind.Object
            ? Fill(new LongContextPrice { Above = 200_000, Bound = provider == "xai" ? LongContextPrice.AtLeast : null }, table, over, provider)
            : null;

    private static T Fill<T>(T price, PublishedTable table, JsonElement from, string provider)
        where T : TokenPrices
    {
        var (input, output, reasoning) = (Of("input"), Of("output"), Of("reasoning"));
        return price with
        {
            Input = input,
            Output = output,
            Reasoning = reasoning == output ? null : reasoning,
            CacheRead = Of("cache_read"),
            CacheWrite5m = Of("cache_write"),
            // The list has one price for writes. Anthropic's for an hour is twice the input, always.
            CacheWrite1h = provider == "anthropic" && Of("cache_write") is not null ? input * 2 : null,
            AudioInput = Of("input_audio"),
            AudioOutput = Of("output_audio"),
        };

        long? Of(string name) => table.Price(from, name, PerMillion);
    }
}
