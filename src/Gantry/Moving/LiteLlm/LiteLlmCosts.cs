using System.Collections.Immutable;
using System.Globalization;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Moving.LiteLlm;

/// <summary>
/// Prices as LiteLLM computes them from the costs of a deployment: USD for one token. A part of the prompt without a cost of its own costs nothing there, and
/// what a long prompt or a class of service leaves out costs what it ordinarily does.
/// </summary>
internal sealed class LiteLlmCosts
{
    /// <summary>Searches, by the size of the context that they bring.</summary>
    public const string Searches = "search_context_cost_per_query";

    private const decimal Million = 1_000_000;

    private static readonly ImmutableArray<(string Name, PriceDimension Dimension)> Tokens =
    [
        ("input_cost_per_token", PriceDimension.Input), ("output_cost_per_token", PriceDimension.Output), ("cache_read_input_token_cost", PriceDimension.CacheRead),
        ("cache_creation_input_token_cost", PriceDimension.CacheWrite5m), ("cache_creation_input_token_cost_above_1hr", PriceDimension.CacheWrite1h),
        ("output_cost_per_reasoning_token", PriceDimension.Reasoning), ("input_cost_per_image_token", PriceDimension.ImageInput), ("output_cost_per_image_token", PriceDimension.ImageOutput),
        ("input_cost_per_audio_token", PriceDimension.AudioInput), ("output_cost_per_audio_token", PriceDimension.AudioOutput),
    ];

    private static readonly ImmutableArray<(string Name, PriceDimension Dimension)> Pieces =
    [
        ("input_cost_per_request", PriceDimension.Request), ("input_cost_per_query", PriceDimension.Request), ("output_cost_per_image", PriceDimension.Image),
        ("input_cost_per_second", PriceDimension.AudioSecond), ("input_cost_per_audio_per_second", PriceDimension.AudioSecond),
    ];

    private static readonly ImmutableArray<(string Suffix, long Above)> Bounds =
        [("_above_128k_tokens", 128_000), ("_above_200k_tokens", 200_000), ("_above_256k_tokens", 256_000), ("_above_272k_tokens", 272_000), ("_above_512k_tokens", 512_000)];

    private static readonly ImmutableArray<(string Suffix, ServiceTier Tier)> Classes = [("_flex", ServiceTier.Flex), ("_priority", ServiceTier.Priority), ("_batches", ServiceTier.Batch)];

    private readonly IReadOnlyDictionary<string, string> _costs;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<SourcePrice> _source = [];

    private LiteLlmCosts(IReadOnlyDictionary<string, string> costs) => _costs = costs;

    /// <summary>Whether a member of <c>litellm_params</c> or <c>model_info</c> is a cost.</summary>
    public static bool IsCost(string name) => name.Contains("_cost_per_", StringComparison.Ordinal) || name.Contains("_token_cost", StringComparison.Ordinal);

    /// <summary>Whether a text is a cost that can be computed with.</summary>
    public static bool IsNumber(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var usd) && usd is >= 0 and < 1_000;

    /// <summary>Reads the costs of one deployment.</summary>
    /// <param name="costs">By their names; each <see cref="IsNumber"/>.</param>
    /// <param name="source">The same by the rules there.</param>
    /// <param name="unread">Costs that Gantry has no price for.</param>
    public static ModelPrice Read(IReadOnlyDictionary<string, string> costs, out ImmutableArray<SourcePrice> source, out ImmutableArray<string> unread)
    {
        var reader = new LiteLlmCosts(costs);
        var price = reader.Read();
        source = [.. reader._source];
        unread = [.. costs.Where(c => !reader._read.Contains(c.Key) && c.Value.Trim('0', '.').Length > 0).Select(c => c.Key).Order(StringComparer.Ordinal)];
        return price;
    }

    private ModelPrice Read()
    {
        var ordinary = Line("", "");
        var pieces = Pieces.Select(p => (p.Dimension, Price: Cost(p.Name))).Where(p => p.Price is not null).GroupBy(p => p.Dimension).ToDictionary(g => g.Key, g => g.First().Price!.Value);
        if (ordinary.Values.All(v => v == 0) && pieces.Values.All(v => v == 0)) return Free();
        foreach (var (dimension, usd) in pieces) _source.Add(new SourcePrice(dimension, usd));
        var price = pieces.Count > 0 && !_costs.ContainsKey(Tokens[0].Name) && !_costs.ContainsKey(Tokens[1].Name)
            ? new ModelPrice()
            : Fill(new ModelPrice { LongContext = Long(""), Tiers = Tiers(), WebSearch = Piece(Search()) }, ordinary);
        if (price.Input is not null) Compare("", ordinary, ServiceTier.Standard, 0);
        return price with
        {
            Request = pieces.TryGetValue(PriceDimension.Request, out var request) ? Piece(request) : null,
            Image = pieces.TryGetValue(PriceDimension.Image, out var image) ? Piece(image) : null,
            AudioSecond = pieces.TryGetValue(PriceDimension.AudioSecond, out var second) ? Piece(second) : null,
        };
    }

    private ModelPrice Free()
    {
        _source.Add(new SourcePrice(PriceDimension.Input, 0));
        _source.Add(new SourcePrice(PriceDimension.Output, 0));
        return new ModelPrice { Free = true };
    }

    private LongContextPrice? Long(string tier)
    {
        foreach (var (suffix, above) in Bounds.Where(b => Tokens.Any(t => _costs.ContainsKey(t.Name + b.Suffix + tier) || _costs.ContainsKey(t.Name + b.Suffix))))
        {
            var line = Line(suffix, tier);
            if (tier.Length == 0) Compare(suffix, line, ServiceTier.Standard, above + 1);
            return Fill(new LongContextPrice { Above = above }, line);
        }

        return null;
    }

    private TierPrices? Tiers()
    {
        var tiers = new Dictionary<ServiceTier, TierPrice>();
        foreach (var (suffix, tier) in Classes.Where(c => Tokens.Any(t => _costs.ContainsKey(t.Name + c.Suffix))))
        {
            var line = Line("", suffix);
            Compare(suffix, line, tier, 0);
            tiers[tier] = Fill(new TierPrice { LongContext = Long(suffix) }, line);
        }

        return tiers.Count == 0
            ? null
            : new TierPrices { Flex = tiers.GetValueOrDefault(ServiceTier.Flex), Priority = tiers.GetValueOrDefault(ServiceTier.Priority), Batch = tiers.GetValueOrDefault(ServiceTier.Batch) };
    }

    /// <summary>
    /// Prices of tokens for a long prompt or a class of service: what is not written down for it costs what it ordinarily does, and what has no cost at all, what
    /// its like does.
    /// </summary>
    private Dictionary<PriceDimension, decimal> Line(string bound, string tier)
    {
        var line = new Dictionary<PriceDimension, decimal>();
        foreach (var (name, dimension) in Tokens)
        {
            if ((Cost(name + bound + tier) ?? Cost(name + bound) ?? Cost(name + tier) ?? Cost(name)) is { } usd) line[dimension] = usd * Million;
        }

        foreach (var dimension in new[] { PriceDimension.Input, PriceDimension.Output, PriceDimension.CacheRead, PriceDimension.CacheWrite5m }) line.TryAdd(dimension, 0);
        line.TryAdd(PriceDimension.CacheWrite1h, line[PriceDimension.CacheWrite5m]);
        line.TryAdd(PriceDimension.ImageInput, line[PriceDimension.Input]);
        line.TryAdd(PriceDimension.AudioInput, line[PriceDimension.Input]);
        line.TryAdd(PriceDimension.ImageOutput, line[PriceDimension.Output]);
        line.TryAdd(PriceDimension.AudioOutput, line[PriceDimension.Output]);
        return line;
    }

    // What the source's rules are known for: the four that every answer has, and whatever is written down.
    private void Compare(string suffix, Dictionary<PriceDimension, decimal> line, ServiceTier tier, long prompt)
    {
        foreach (var (name, dimension) in Tokens)
        {
            if (dimension <= PriceDimension.CacheWrite5m || _costs.ContainsKey(name + suffix))
                _source.Add(new SourcePrice(dimension, line[dimension]) { Tier = tier, Prompt = prompt });
        }
    }

    // An answer does not tell the size: the dearest.
    private decimal Search()
    {
        var searches = _costs.Keys.Where(name => name.StartsWith(Searches, StringComparison.Ordinal)).Select(name => Cost(name) ?? 0).DefaultIfEmpty(0).ToList();
        if (searches.Distinct().Count() == 1) _source.Add(new SourcePrice(PriceDimension.WebSearch, searches[0]));
        return searches.Max();
    }

    private decimal? Cost(string name)
    {
        if (!_costs.TryGetValue(name, out var text) || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var usd)) return null;
        _read.Add(name);
        return usd;
    }

    private static T Fill<T>(T price, Dictionary<PriceDimension, decimal> line)
        where T : TokenPrices => price with
        {
            Input = Nanos(line[PriceDimension.Input]),
            Output = Nanos(line[PriceDimension.Output]),
            CacheRead = Nanos(line[PriceDimension.CacheRead]),
            CacheWrite5m = Nanos(line[PriceDimension.CacheWrite5m]),
            CacheWrite1h = Nanos(line[PriceDimension.CacheWrite1h]),
            Reasoning = line.TryGetValue(PriceDimension.Reasoning, out var reasoning) ? Nanos(reasoning) : null,
            ImageInput = Nanos(line[PriceDimension.ImageInput]),
            ImageOutput = Nanos(line[PriceDimension.ImageOutput]),
            AudioInput = Nanos(line[PriceDimension.AudioInput]),
            AudioOutput = Nanos(line[PriceDimension.AudioOutput]),
        };

    private static long Nanos(decimal usd) => (long)decimal.Round(usd * Money.NanosPerDollar, 0, MidpointRounding.AwayFromZero);

    private static long Piece(decimal usd) => Nanos(usd) * ModelPrice.PiecesPerUnit;
}
