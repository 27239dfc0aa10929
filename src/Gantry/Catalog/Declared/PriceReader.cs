namespace Gantry.Catalog.Declared;

/// <summary>Reads a price: USD per million tokens, USD by the piece for pictures, requests, seconds and searches.</summary>
internal static class PriceReader
{
    public static ModelPrice Read(MapReader map)
    {
        var price = Fill(new ModelPrice
        {
            Free = map.Flag("free", false),
            Request = Piece(map, "request"),
            Image = Piece(map, "image"),
            ImageVariants = map.Map("image_variants", "image_variants") is { } variants ? Variants(variants) : null,
            AudioSecond = Piece(map, "audio_second"),
            WebSearch = Piece(map, "web_search"),
            LongContext = map.Map("long_context", "long_context") is { } longContext ? LongContext(longContext) : null,
            Tiers = map.Map("tiers", "tiers") is { } tiers ? Tiers(tiers) : null,
        }, map);
        if (!price.Facts().Any()) map.Context.Error(map.At, "price says nothing: give input and output, or free: true");
        map.Done();
        return price;
    }

    private static T Fill<T>(T price, MapReader map)
        where T : TokenPrices => price with
        {
            Input = map.Decimal("input", DecimalText.Nano),
            Output = map.Decimal("output", DecimalText.Nano),
            CacheRead = map.Decimal("cache_read", DecimalText.Nano),
            CacheWrite5m = map.Decimal("cache_write_5m", DecimalText.Nano),
            CacheWrite1h = map.Decimal("cache_write_1h", DecimalText.Nano),
            Reasoning = map.Decimal("reasoning", DecimalText.Nano),
            ImageInput = map.Decimal("image_input", DecimalText.Nano),
            ImageOutput = map.Decimal("image_output", DecimalText.Nano),
            AudioInput = map.Decimal("audio_input", DecimalText.Nano),
            AudioOutput = map.Decimal("audio_output", DecimalText.Nano),
        };

    private static LongContextPrice LongContext(MapReader map)
    {
        if (!map.Has("above")) map.Context.Error(map.At, "long_context has no above: the prompt tokens beyond which it holds");
        var bound = map.Text("bound");
        if (bound is not (null or LongContextPrice.GreaterThan or LongContextPrice.AtLeast))
            map.Error("bound", $"bound must be {LongContextPrice.GreaterThan} (longer than the bound) or {LongContextPrice.AtLeast} (the bound as well), not '{bound}'");
        var price = Fill(new LongContextPrice { Above = map.Whole("above", least: 1) ?? 1, Bound = bound == LongContextPrice.AtLeast ? bound : null }, map);
        map.Done();
        return price;
    }

    private static TierPrices Tiers(MapReader map)
    {
        var tiers = new TierPrices { Flex = Tier(map, "flex"), Priority = Tier(map, "priority"), Batch = Tier(map, "batch") };
        map.Done();
        return tiers;
    }

    private static TierPrice? Tier(MapReader map, string name)
    {
        if (map.Map(name, name) is not { } tier) return null;
        var price = Fill(new TierPrice { LongContext = tier.Map("long_context", "long_context") is { } longContext ? LongContext(longContext) : null }, tier);
        if (!price.Facts("").Any()) tier.Context.Error(tier.At, $"{name} says nothing: give input and output");
        tier.Done();
        return price;
    }

    private static SortedDictionary<string, long> Variants(MapReader map)
    {
        var variants = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in map.Keys)
        {
            if (Piece(map, name) is { } price) variants[name] = price;
        }

        map.Done();
        return variants;
    }

    // USD a piece in the file, nano-USD per million pieces inside.
    private static long? Piece(MapReader map, string key)
    {
        if (map.Decimal(key, DecimalText.Nano) is not { } nanos) return null;
        if (nanos <= long.MaxValue / ModelPrice.PiecesPerUnit) return nanos * ModelPrice.PiecesPerUnit;
        map.Error(key, $"{key} is too large");
        return null;
    }
}
