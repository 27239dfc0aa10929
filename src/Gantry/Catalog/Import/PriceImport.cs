using System.Collections.Immutable;
using System.Text.Json;

namespace Gantry.Catalog.Import;

/// <summary>Compares a published list with the models of the catalogue. Proposes; writes nothing.</summary>
internal static class PriceImport
{
    public const string LiteLlm = "litellm";
    public const string ModelsDev = "models.dev";

    public static readonly ImmutableArray<string> Formats = [LiteLlm, ModelsDev];

    private static readonly ImmutableArray<string> FirstHand = ["anthropic", "openai", "google", "xai", "deepseek", "moonshotai", "moonshot", "zai", "zhipuai", "minimax", "mistral", "cohere"];

    /// <exception cref="JsonException">Not a list of this format.</exception>
    public static ImmutableArray<PublishedPrice> Read(string format, ReadOnlyMemory<byte> json)
    {
        using var document = Parse(json);
        return Read(format, document.RootElement);
    }

    /// <summary>Reads a list of whichever format it has.</summary>
    /// <exception cref="JsonException">Of none.</exception>
    public static (string Format, ImmutableArray<PublishedPrice> Published) Read(ReadOnlyMemory<byte> json)
    {
        using var document = Parse(json);
        var format = Formats.FirstOrDefault(f => Read(f, document.RootElement).Any(p => p.Price is not null))
            ?? throw new JsonException($"There is no price in it that a list of {string.Join(" or ", Formats)} would have.");
        return (format, Read(format, document.RootElement));
    }

    /// <summary>What would change at a moment, of models that the list knows. Models without a difference are left out, unless there is a warning.</summary>
    public static ImmutableArray<PriceProposal> Propose(IEnumerable<ModelRow> models, IReadOnlyCollection<PublishedPrice> published, DateTimeOffset at) =>
    [
        .. models.OrderBy(m => m.Id, StringComparer.Ordinal)
            .Select(m => (Row: m, Found: Find(m, published)))
            .Where(p => p.Found?.Price is not null)
            .Select(p => Propose(p.Row, p.Found!, at))
            .Where(p => !p.Differences.IsEmpty || !p.Warnings.IsEmpty),
    ];

    /// <summary>The rows to write for proposals that are accepted.</summary>
    public static IEnumerable<RowChange> Accept(IEnumerable<PriceProposal> proposals, DateTimeOffset now) =>
        proposals.Where(p => !p.Differences.IsEmpty).Select(p => Accept(p, null, now));

    /// <summary>The row to write for a proposal whose price begins at a moment to come, or now for null. What is planned beside it stays.</summary>
    public static RowChange Accept(PriceProposal proposal, DateTimeOffset? from, DateTimeOffset now)
    {
        var row = proposal.Row;
        return new RowChange(
            from is { } later
                ? row with { Prices = [.. row.Prices.Where(p => p.From != later).Append(new DatedPrice(later, proposal.Price)).OrderBy(p => p.From)], PriceFrom = PriceSource.Import }
                : row with { Price = proposal.Price, Prices = [.. row.Prices.Where(p => p.From > now)], PriceFrom = PriceSource.Import },
            row);
    }

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

    /// <summary>The entry that is about a model: under its own name before an alias, of the vendor itself before those who resell. Null where there is none.</summary>
    public static PublishedPrice? Find(ModelRow model, IReadOnlyCollection<PublishedPrice> published) => published
        .Select(p => (Price: p, Place: Place(model, p.Model)))
        .Where(p => p.Place >= 0)
        .OrderBy(p => p.Price.Price is null)
        .ThenBy(p => p.Price.Vendor == model.OwnedBy ? 0 : FirstHand.Contains(p.Price.Vendor) ? 1 : 2)
        .ThenBy(p => p.Place)
        .ThenBy(p => p.Price.Vendor, StringComparer.Ordinal)
        .FirstOrDefault().Price;

    /// <summary>What an entry with a price would change about a model, beside the price that holds at a moment.</summary>
    public static PriceProposal Propose(ModelRow row, PublishedPrice found, DateTimeOffset at)
    {
        var old = row.PriceAt(at);
        var price = Kept(old, found);
        var claude = row.OwnedBy == "anthropic" || found.Vendor == "anthropic" || row.Id.StartsWith("claude", StringComparison.OrdinalIgnoreCase);
        return new PriceProposal
        {
            Row = row,
            ListedAs = found.Model,
            Price = price,
            Differences = Compare(old, price),
            Warnings = [.. found.Notes, .. claude ? CacheRule.Check(price).Concat(price.LongContext is { } far ? CacheRule.Check(far, "long_context.") : []) : []],
        };
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        throw new JsonException("The list must be an object.");
    }

    private static ImmutableArray<PublishedPrice> Read(string format, JsonElement list)
    {
        try
        {
            return [.. format == LiteLlm ? LiteLlmPrices.Read(list) : ModelsDevPrices.Read(list)];
        }
        catch (InvalidOperationException wrong)
        {
            // A member of another kind than the format has.
            throw new JsonException($"This is no list of {format}.", wrong);
        }
    }

    private static int Place(ModelRow model, string name) => name == model.Id ? 0 : model.Aliases.IndexOf(name) + 1 is > 0 and var place ? place : -1;

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
