using System.Collections.Immutable;
using System.Text.Json;

namespace Gantry.Catalog.Import;

/// <summary>Reads LiteLLM's price list: an object of models, USD for one token.</summary>
internal static class LiteLlmPrices
{
    private const int PerOne = DecimalText.Nano + 6;

    // A model has one of them.
    private static readonly ImmutableArray<(string Suffix, long Above)> Bounds =
        [("_above_128k_tokens", 128_000), ("_above_200k_tokens", 200_000), ("_above_256k_tokens", 256_000), ("_above_272k_tokens", 272_000), ("_above_512k_tokens", 512_000)];

    public static IEnumerable<PublishedPrice> Read(JsonElement list) =>
        list.EnumerateObject().Where(m => m.Name != "sample_spec" && m.Value.ValueKind == JsonValueKind.Object).Select(m => Read(m.Name, m.Value));

    private static PublishedPrice Read(string name, JsonElement entry)
    {
        var vendor = entry.TryGetProperty("litellm_provider", out var provider) ? provider.GetString() ?? "" : "";
        var table = new PublishedTable(entry, PerOne);
        var price = Fill(new ModelPrice
        {
            LongContext = Long(table, vendor, ""),
            Tiers = Tiers(table, vendor),
            AudioSecond = table.Price("input_cost_per_second"),
            WebSearch = Search(table, entry),
        }, table, vendor, "");
        // Beside a price of tokens it is the same price once more.
        if (price.Input is null) price = price with { AudioSecond = price.AudioSecond ?? table.Price("input_cost_per_audio_per_second") };
        // Where pictures are counted in tokens, the price of one is an example; for models that draw none, a slip.
        if (price.ImageOutput is null && entry.TryGetProperty("mode", out var mode) && mode.GetString() == "image_generation") price = price with { Image = table.Price("output_cost_per_image") };
        // Google's lists leave audio out where it costs what text does.
        if (IsGoogle(vendor) && price.AudioInput is null && entry.TryGetProperty("supports_audio_input", out var hears) && hears.ValueKind == JsonValueKind.True)
            price = price with { AudioInput = price.Input };
        if (price.Reasoning == price.Output) price = price with { Reasoning = null };
        if (entry.TryGetProperty("_comment", out var comment) && comment.GetString() is { Length: > 0 } text) table.Note($"the list says: {text}");
        if (price.AudioInput < price.Input) table.Note("audio is cheaper than text here: look again");
        return new PublishedPrice(name, vendor, price.Facts().Any() ? price : null) { Notes = table.Notes, Unstated = ["price.request", "price.image_variants.", "price.web_search"] };
    }

    private static T Fill<T>(T price, PublishedTable table, string vendor, string suffix)
        where T : TokenPrices => price with
        {
            Input = table.Price($"input_cost_per_token{suffix}"),
            Output = table.Price($"output_cost_per_token{suffix}"),
            CacheRead = table.Price($"cache_read_input_token_cost{suffix}"),
            // Google keeps caches by the hour and charges nothing for the write.
            CacheWrite5m = IsGoogle(vendor) ? null : table.Price($"cache_creation_input_token_cost{suffix}"),
            CacheWrite1h = IsGoogle(vendor) ? null : table.Price($"cache_creation_input_token_cost_above_1hr{suffix}"),
            Reasoning = table.Price($"output_cost_per_reasoning_token{suffix}"),
            ImageInput = table.Price($"input_cost_per_image_token{suffix}"),
            ImageOutput = table.Price($"output_cost_per_image_token{suffix}"),
            AudioInput = table.Price($"input_cost_per_audio_token{suffix}"),
            AudioOutput = table.Price($"output_cost_per_audio_token{suffix}"),
        };

    private static LongContextPrice? Long(PublishedTable table, string vendor, string tier)
    {
        foreach (var (suffix, above) in Bounds)
        {
            var price = Fill(new LongContextPrice { Above = above, Bound = vendor == "xai" ? LongContextPrice.AtLeast : null }, table, vendor, suffix + tier);
            if (price.TokenLines.Any(l => l.Price is not null)) return price;
        }

        return null;
    }

    private static TierPrices? Tiers(PublishedTable table, string vendor)
    {
        var tiers = new TierPrices { Flex = Tier(table, vendor, "_flex"), Priority = Tier(table, vendor, "_priority"), Batch = Tier(table, vendor, "_batches") };
        return tiers.All.Any() ? tiers : null;
    }

    private static TierPrice? Tier(PublishedTable table, string vendor, string suffix)
    {
        var tier = Fill(new TierPrice { LongContext = Long(table, vendor, suffix) }, table, vendor, suffix);
        return tier.Facts("").Any() ? tier : null;
    }

    // By the size of the context that a search brings: the dearest, since an answer does not tell it.
    private static long? Search(PublishedTable table, JsonElement entry)
    {
        if (!entry.TryGetProperty("search_context_cost_per_query", out var sizes) || sizes.ValueKind != JsonValueKind.Object) return null;
        var prices = sizes.EnumerateObject().Select(s => table.Price(sizes, s.Name, PerOne)).Distinct().ToList();
        if (prices.Count > 1) table.Note("searches are priced by the size of their context: the dearest is taken");
        return prices.Max();
    }

    private static bool IsGoogle(string vendor) => vendor.StartsWith("gemini", StringComparison.Ordinal) || vendor.StartsWith("vertex", StringComparison.Ordinal);
}
