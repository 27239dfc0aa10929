using System.Collections.Immutable;
using System.Text.Json;

namespace Gantry.Catalog.Import;

/// <summary>Compares a published list with the models of the catalogue. Proposes; writes nothing.</summary>
internal static class PriceImport
{
    public const string LiteLlm = "litellm";
    public const string ModelsDev = "models.dev";

    private static readonly ImmutableArray<string> FirstHand = ["anthropic", "openai", "google", "xai", "deepseek", "moonshotai", "moonshot", "zai", "zhipuai", "minimax", "mistral", "cohere"];

    /// <exception cref="JsonException">Not a list of this format.</exception>
    public static ImmutableArray<PublishedPrice> Read(string format, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("The list must be an object.");
        return [.. format == LiteLlm ? LiteLlmPrices.Read(document.RootElement) : ModelsDevPrices.Read(document.RootElement)];
    }

    /// <summary>What would change, of models that the list knows. Models without a difference are left out, unless there is a warning.</summary>
    public static ImmutableArray<PriceProposal> Propose(IEnumerable<ModelRow> models, IReadOnlyCollection<PublishedPrice> published) =>
    [
        .. models.OrderBy(m => m.Id, StringComparer.Ordinal)
            .Select(m => (Row: m, Found: Find(m, published)))
            .Where(p => p.Found?.Price is not null)
            .Select(p => Propose(p.Row, p.Found!))
            .Where(p => !p.Differences.IsEmpty || !p.Warnings.IsEmpty),
    ];

    /// <summary>The rows to write for proposals that are accepted.</summary>
    public static IEnumerable<RowChange> Accept(IEnumerable<PriceProposal> proposals, DateTimeOffset now) =>
        from proposal in proposals
        where !proposal.Differences.IsEmpty
        let row = proposal.Row with
        {
            Price = proposal.Price,
            Prices = [.. proposal.Row.Prices.Where(p => p.From > now)],
            PriceFrom = PriceSource.Import,
        }
        select new RowChange(row, proposal.Row);

    public static ImmutableArray<PriceDifference> Compare(ModelPrice? old, ModelPrice price)
    {
        var before = (old?.Facts("") ?? []).ToDictionary(f => f.Name, f => f.Value);
        var after = price.Facts("").ToDictionary(f => f.Name, f => f.Value);
        return
        [
            .. from name in before.Keys.Union(after.Keys)
               let was = before.GetValueOrDefault(name)
               let now = after.GetValueOrDefault(name)
               where was != now
               select new PriceDifference(name, was, now),
        ];
    }

    // The name itself before an alias, the vendor itself before those who resell.
    private static PublishedPrice? Find(ModelRow model, IReadOnlyCollection<PublishedPrice> published) => published
        .Select(p => (Price: p, Place: Place(model, p.Model)))
        .Where(p => p.Place >= 0)
        .OrderBy(p => p.Price.Price is null)
        .ThenBy(p => p.Price.Vendor == model.OwnedBy ? 0 : FirstHand.Contains(p.Price.Vendor) ? 1 : 2)
        .ThenBy(p => p.Place)
        .ThenBy(p => p.Price.Vendor, StringComparer.Ordinal)
        .FirstOrDefault().Price;

    private static int Place(ModelRow model, string name) => name == model.Id ? 0 : model.Aliases.IndexOf(name) + 1 is > 0 and var place ? place : -1;

    private static PriceProposal Propose(ModelRow row, PublishedPrice found)
    {
        var price = Kept(row.Price, found);
        var claude = row.OwnedBy == "anthropic" || found.Vendor == "anthropic" || row.Id.StartsWith("claude", StringComparison.OrdinalIgnoreCase);
        return new PriceProposal
        {
            Row = row,
            ListedAs = found.Model,
            Price = price,
            Differences = Compare(row.Price, price),
            Warnings = [.. found.Notes, .. claude ? CacheRule.Check(price).Concat(price.LongContext is { } far ? CacheRule.Check(far, "long_context.") : []) : []],
        };
    }

    private static ModelPrice Kept(ModelPrice? old, PublishedPrice found)
    {
        var price = found.Price!;
        if (old is null) return price;
        bool Unstated(string name) => found.Unstated.Any(u => name.StartsWith(u, StringComparison.Ordinal));
        return price with
        {
            CacheWrite1h = price.CacheWrite1h ?? (Unstated("price.cache_write_1h") ? old.CacheWrite1h : null),
            Request = price.Request ?? (Unstated("price.request") ? old.Request : null),
            Image = price.Image ?? (Unstated("price.image") ? old.Image : null),
            ImageInput = price.ImageInput ?? (Unstated("price.image_input") ? old.ImageInput : null),
            ImageOutput = price.ImageOutput ?? (Unstated("price.image_output") ? old.ImageOutput : null),
            ImageVariants = price.ImageVariants ?? (Unstated("price.image_variants.") ? old.ImageVariants : null),
            AudioSecond = price.AudioSecond ?? (Unstated("price.audio_second") ? old.AudioSecond : null),
            WebSearch = price.WebSearch ?? (Unstated("price.web_search") ? old.WebSearch : null),
            Tiers = price.Tiers ?? (Unstated("price.tiers.") ? old.Tiers : null),
        };
    }
}
