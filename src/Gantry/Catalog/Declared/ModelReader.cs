using System.Collections.Immutable;

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
            Price = map.Map("price", "price") is { } price ? PriceReader.Read(price) : null,
            Prices = Dated(map),
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

    private static ImmutableArray<DatedPrice> Dated(MapReader map)
    {
        var prices = ImmutableArray.CreateBuilder<DatedPrice>();
        foreach (var item in map.Maps("prices", "price"))
        {
            if (!item.Has("from")) item.Context.Error(item.At, "price has no from: the moment from which it holds");
            var dated = new DatedPrice(item.Time("from") ?? DateTimeOffset.UnixEpoch, PriceReader.Read(item));
            if (prices.Any(p => p.From == dated.From)) item.Error("from", "two prices begin at the same moment");
            prices.Add(dated);
        }

        prices.Sort((left, right) => left.From.CompareTo(right.From));
        return prices.ToImmutable();
    }
}
