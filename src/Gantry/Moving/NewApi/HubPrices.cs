using System.Collections.Immutable;
using System.Globalization;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Catalog.Seed;

namespace Gantry.Moving.NewApi;

/// <summary>
/// From ratios to prices. Quota is tokens times ratios, so ratio 1 is a unit of quota for a token: with 500,000 units in a dollar, $2 for a million prompt
/// tokens. An answer costs the completion ratio times that, cached parts their cache ratios times that. A fixed price is USD for a call, whatever is used.
/// </summary>
internal sealed class HubPrices(HubOptions options, HubDialect dialect, SeedCatalogue seed)
{
    private const decimal SelfUseRatio = 37.5m;

    /// <summary>What an hour of cache costs beside five minutes of it: built into new-api.</summary>
    private const decimal OneHour = 1.6m;

    private const decimal CacheWrite = 1.25m;

    private static readonly string[] MeteredSearches = ["claude-", "gpt-5", "o1", "o3", "o4"];

    private readonly Dictionary<string, HubPrice> _known = new(StringComparer.Ordinal);

    public HubPrice Of(string model)
    {
        if (!_known.TryGetValue(model, out var price)) _known[model] = price = Find(model);
        return price;
    }

    /// <summary>To the nano-dollar. What no amount can hold is the largest that one can: the comparison tells.</summary>
    public static long Nanos(decimal usd) => (long)decimal.Round(Math.Min(usd, 9_000_000_000) * Money.NanosPerDollar, 0, MidpointRounding.AwayFromZero);

    private static long Piece(decimal usd) => Nanos(Math.Min(usd, 9_000)) * ModelPrice.PiecesPerUnit;

    private HubPrice Find(string model)
    {
        if (options.Expressions.Contains(model)) return Unknown(model, "it is billed by an expression, which Gantry does not read");
        if (options.ModelPrice?.TryGetValue(model, out var call) == true) return Fixed(call);
        if (options.ModelRatio is null) return Unknown(model, "no price of it was ever saved: that of the program's own table counts there, which its database does not hold");
        var found = options.ModelRatio.TryGetValue(model, out var ratio);
        if (!found && dialect == HubDialect.OneApi) return Unknown(model, "it has no ratio in the database: that of the program's own table counts there");
        if (!found && !options.SelfUse) return new HubPrice(null, [], MoveOutcome.LeftOut, "it has no price there, and is refused") { Refused = true };
        if (IsByLength(model)) return Unknown(model, "its ratio is for tokens that the program makes up from the length of audio or text");
        return Tokens(model, found ? ratio : SelfUseRatio);
    }

    private static HubPrice Fixed(decimal call) => call == 0
        ? new HubPrice(new ModelPrice { Free = true }, [new SourcePrice(PriceDimension.Request, 0)], MoveOutcome.Carried, "free")
        : new HubPrice(
            new ModelPrice { Request = Piece(call) },
            [new SourcePrice(PriceDimension.Request, call)],
            MoveOutcome.Carried,
            $"${Text(call)} for a call");

    private HubPrice Tokens(string model, decimal ratio)
    {
        var input = ratio * 1_000_000 / options.QuotaPerUnit;
        var (completion, builtIn) = Completion(model);
        var newApi = dialect == HubDialect.NewApi;
        var read = newApi ? options.CacheRatio?.GetValueOrDefault(model, 1) ?? DefaultRead(model) : 1;
        var write = newApi ? options.CreateCacheRatio?.GetValueOrDefault(model, CacheWrite) ?? CacheWrite : 1;
        var picture = newApi ? options.ImageRatio?.GetValueOrDefault(model, 1) ?? 1 : 1;
        var heard = newApi ? options.AudioRatio?.GetValueOrDefault(model, 1) ?? 1 : 1;
        var hasAudio = newApi && options.AudioRatio?.ContainsKey(model) == true;
        var spoken = hasAudio ? heard * (options.AudioCompletionRatio?.GetValueOrDefault(model, 1) ?? 1) : completion;
        ImmutableArray<SourcePrice> source =
        [
            new(PriceDimension.Input, input),
            new(PriceDimension.Output, input * completion),
            new(PriceDimension.CacheRead, input * read),
            new(PriceDimension.CacheWrite5m, input * write),
            new(PriceDimension.CacheWrite1h, input * write * (newApi ? OneHour : 1)),
            new(PriceDimension.ImageInput, input * picture),
            new(PriceDimension.ImageOutput, input * completion),
            new(PriceDimension.AudioInput, input * heard),
            new(PriceDimension.AudioOutput, input * spoken),
            new(PriceDimension.WebSearch, newApi ? WebSearch(model) : 0),
        ];
        var note = builtIn ? $" (completion ratio {Text(completion)} is built into the program)" : "";
        var detail = input == 0 ? "free" : $"${Text(input)} in, ${Text(input * completion)} out for a million tokens{note}";
        if (newApi && options.CacheRatio is null && DefaultRead(model) != 1)
            return new HubPrice(Price(source), source, MoveOutcome.Lost, $"{detail}; no cache ratio was ever saved: {Text(read)} is taken, the program's table may differ");
        return new HubPrice(Price(source), source, MoveOutcome.Carried, detail);
    }

    private static ModelPrice Price(ImmutableArray<SourcePrice> source)
    {
        long Of(PriceDimension dimension) => Nanos(source.First(p => p.Dimension == dimension).Usd);
        if (source.All(p => p.Usd == 0)) return new ModelPrice { Free = true };
        return new ModelPrice
        {
            Input = Of(PriceDimension.Input),
            Output = Of(PriceDimension.Output),
            CacheRead = Of(PriceDimension.CacheRead),
            CacheWrite5m = Of(PriceDimension.CacheWrite5m),
            CacheWrite1h = Of(PriceDimension.CacheWrite1h),
            ImageInput = Of(PriceDimension.ImageInput),
            ImageOutput = Of(PriceDimension.ImageOutput),
            AudioInput = Of(PriceDimension.AudioInput),
            AudioOutput = Of(PriceDimension.AudioOutput),
            WebSearch = Piece(source.First(p => p.Dimension == PriceDimension.WebSearch).Usd),
        };
    }

    private (decimal Ratio, bool BuiltIn) Completion(string model)
    {
        var saved = 0m;
        var isSaved = options.CompletionRatio?.TryGetValue(model, out saved) == true;
        if (dialect == HubDialect.OneApi) return isSaved ? (saved, false) : (HubRatios.OneApi(model), true);
        var (ratio, locked) = HubRatios.NewApi(model);
        // A name with a slash is another vendor's: what was saved for it holds in any case.
        return isSaved && (!locked || model.Contains('/', StringComparison.Ordinal)) ? (saved, false) : (ratio, true);
    }

    // Where nobody has saved any: what vendors published, and the program has in its table.
    private static decimal DefaultRead(string model) =>
        model.StartsWith("claude-", StringComparison.Ordinal) || model.StartsWith("gpt-5", StringComparison.Ordinal) ? 0.1m
        : model.StartsWith("gpt-4.1", StringComparison.Ordinal) ? 0.25m
        : model.StartsWith("gpt-4o", StringComparison.Ordinal) || model.StartsWith("o1", StringComparison.Ordinal) || model.StartsWith("o3-mini", StringComparison.Ordinal) ? 0.5m
        : 1;

    // USD a search: built into new-api for the tools that it meters.
    private static decimal WebSearch(string model) =>
        model.StartsWith("gpt-4o", StringComparison.Ordinal) || model.StartsWith("gpt-4.1", StringComparison.Ordinal) ? 0.025m
        : MeteredSearches.Any(family => model.StartsWith(family, StringComparison.Ordinal)) ? 0.01m
        : 0;

    private static bool IsByLength(string model) =>
        model.StartsWith("whisper", StringComparison.Ordinal) || model.StartsWith("tts-", StringComparison.Ordinal) || model.Contains("-tts", StringComparison.Ordinal);

    private HubPrice Unknown(string model, string why) => seed.Find(model) is { Price: { } known }
        ? new HubPrice(known, [], MoveOutcome.Lost, $"{why}; the published price of Gantry's own catalogue is taken")
        : new HubPrice(null, [], MoveOutcome.Lost, $"{why}; Gantry knows none either and will not serve it");

    public static string Text(decimal number) => decimal.Round(number, 9).ToString("0.#########", CultureInfo.InvariantCulture);
}
