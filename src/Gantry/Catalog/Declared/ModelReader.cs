namespace Gantry.Catalog.Declared;

/// <summary>Reads an item of <c>models</c>.</summary>
internal static class ModelReader
{
    public static DeclaredModel Read(MapReader map)
    {
        var model = new DeclaredModel(new ModelRow
        {
            Id = Names.Read(map, "id"),
            Aliases = map.Texts("aliases"),
            DisplayName = map.Text("display_name"),
            OwnedBy = map.Text("owned_by") ?? "gantry",
            Kind = map.Word("kind", ModelKind.Chat),
            ContextWindow = map.Whole("context_window", least: 1),
            MaxOutputTokens = map.Whole("max_output_tokens", least: 1),
            Price = map.Map("price", "price") is { } price ? Price(price) : null,
            Rules = map.Map("rules", "rules") is { } rules ? RulesReader.Read(rules) : null,
        })
        {
            HasAliases = map.Has("aliases"),
            HasOwner = map.Has("owned_by"),
            HasKind = map.Has("kind"),
            SupportsImages = map.Has("supports_images") ? map.Flag("supports_images", false) : null,
            SupportsReasoning = map.Has("supports_reasoning") ? map.Flag("supports_reasoning", false) : null,
        };
        map.Remember(model.Row.Key);
        map.Done();
        return model;
    }

    private static ModelPrice Price(MapReader map)
    {
        var price = new ModelPrice
        {
            Free = map.Flag("free", false),
            Input = map.Decimal("input", DecimalText.Nano),
            Output = map.Decimal("output", DecimalText.Nano),
            CacheRead = map.Decimal("cache_read", DecimalText.Nano),
            CacheWrite5m = map.Decimal("cache_write_5m", DecimalText.Nano),
            CacheWrite1h = map.Decimal("cache_write_1h", DecimalText.Nano),
            ImageInput = map.Decimal("image_input", DecimalText.Nano),
            ImageOutput = map.Decimal("image_output", DecimalText.Nano),
            AudioInput = map.Decimal("audio_input", DecimalText.Nano),
            AudioOutput = map.Decimal("audio_output", DecimalText.Nano),
            Request = Piece(map, "request"),
            Image = Piece(map, "image"),
            WebSearch = Piece(map, "web_search"),
            LongContext = map.Map("long_context", "long_context") is { } longContext ? LongContext(longContext) : null,
        };
        if (!price.Facts().Any()) map.Context.Error(map.At, "price says nothing: give input and output, or free: true");
        map.Done();
        return price;
    }

    private static LongContextPrice LongContext(MapReader map)
    {
        if (!map.Has("above")) map.Context.Error(map.At, "long_context has no above: the prompt tokens beyond which it holds");
        var price = new LongContextPrice
        {
            Above = map.Whole("above", least: 1) ?? 1,
            Input = map.Decimal("input", DecimalText.Nano),
            Output = map.Decimal("output", DecimalText.Nano),
            CacheRead = map.Decimal("cache_read", DecimalText.Nano),
            CacheWrite5m = map.Decimal("cache_write_5m", DecimalText.Nano),
            CacheWrite1h = map.Decimal("cache_write_1h", DecimalText.Nano),
        };
        map.Done();
        return price;
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
