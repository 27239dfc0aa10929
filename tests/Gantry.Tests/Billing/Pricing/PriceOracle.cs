using System.Numerics;
using System.Text.Json;
using Gantry.Billing.Pricing;
using Gantry.Protocols.Hub;

namespace Gantry.Tests.Billing.Pricing;

/// <summary>A second opinion: computes costs from the JSON of a price, by names and big integers. Shares no code with the engine, on purpose.</summary>
internal sealed class PriceOracle
{
    private static readonly string[] Prompt = ["input", "cache_read", "cache_write_5m", "cache_write_1h", "image_input", "audio_input"];
    private static readonly string[] Tokens = [.. Prompt, "output", "reasoning", "image_output", "audio_output"];

    private static readonly Dictionary<string, string> Dearer = new()
    {
        ["cache_read"] = "input cache_write_5m cache_write_1h output",
        ["input"] = "cache_write_5m cache_write_1h output",
        ["cache_write_5m"] = "cache_write_1h output",
        ["cache_write_1h"] = "output",
        ["image_input"] = "audio_input image_output output audio_output",
        ["audio_input"] = "audio_output output image_output",
        ["output"] = "reasoning image_output audio_output",
        ["image_output"] = "audio_output",
        ["audio_output"] = "image_output",
    };

    private static readonly Dictionary<string, string> AtLeast = new()
    {
        ["cache_read"] = "cache_read",
        ["input"] = "cache_read",
        ["cache_write_5m"] = "input",
        ["cache_write_1h"] = "input cache_write_5m",
        ["image_input"] = "input",
        ["audio_input"] = "input",
        ["output"] = "input",
        ["image_output"] = "output",
        ["audio_output"] = "output",
    };

    private readonly JsonElement _price;
    private readonly Dictionary<string, BigInteger> _standard;

    public PriceOracle(JsonElement price)
    {
        _price = price;
        _standard = Table(price);
    }

    /// <summary>In nano-dollars.</summary>
    public BigInteger Cost(Usage usage, ServiceTier tier, long multiplierPpm)
    {
        var scale = BigInteger.Pow(10, 12);
        var numerator = Numerator(usage, tier.ToString().ToLowerInvariant()) * multiplierPpm;
        return BigInteger.Divide(numerator + scale - 1, scale);
    }

    private BigInteger Numerator(Usage usage, string tier)
    {
        var prompt = usage.UncachedInput + usage.CacheRead + usage.CacheWrite5m + usage.CacheWrite1h + usage.AudioInput + usage.ImageInput;
        var tables = Tables(tier, prompt);
        var thinks = tables.Own("reasoning") || (!tables.Own("output") && tables.Price("reasoning") is not null);
        var counts = new Dictionary<string, long>
        {
            ["input"] = usage.UncachedInput,
            ["cache_read"] = usage.CacheRead,
            ["cache_write_5m"] = usage.CacheWrite5m,
            ["cache_write_1h"] = usage.CacheWrite1h,
            ["image_input"] = usage.ImageInput,
            ["audio_input"] = usage.AudioInput,
            ["output"] = thinks ? usage.Output - usage.Reasoning : usage.Output,
            ["reasoning"] = thinks ? usage.Reasoning : 0,
            ["image_output"] = usage.ImageOutput,
            ["audio_output"] = usage.AudioOutput,
        };
        var sum = counts.Where(c => c.Value > 0).Aggregate(BigInteger.Zero, (total, c) => total + c.Value * Unit(c.Key, tables.Price));
        sum += Piece("request") ?? 0;
        sum += usage.WebSearches * (Piece("web_search") ?? 35_000_000_000_000);
        var asTokens = usage.ImageOutput > 0 && tables.Price("image_output") is not null;
        if (Piece("image") is { } picture && !asTokens) sum += usage.Images * picture;
        if (prompt + usage.Output + usage.AudioOutput + usage.ImageOutput == 0)
        {
            if (Piece("image") is null) sum += usage.Images * 6_240 * Unit("image_output", tables.Price);
            if (Piece("audio_second") is null) sum += usage.AudioSeconds * 32 * Unit("audio_input", tables.Price);
        }

        if (Piece("audio_second") is { } second && !(usage.AudioInput > 0 && tables.Price("audio_input") is not null)) sum += usage.AudioSeconds * second;
        return sum;
    }

    private static BigInteger Unit(string name, Func<string, BigInteger?> price)
    {
        if (price(name) is { } own) return own;
        var chosen = Dearer[name].Split(' ').Select(price).FirstOrDefault(p => p is not null);
        var others = (chosen is null ? Tokens : AtLeast[name].Split(' ')).Select(price).Where(p => p is not null).Select(p => p!.Value);
        return others.Append(chosen ?? 0).Max();
    }

    // What a bucket costs, and whether the class of service itself says so.
    private (Func<string, BigInteger?> Price, Func<string, bool> Own) Tables(string tier, long prompt)
    {
        var far = _price.TryGetProperty("long_context", out var l) ? l : (JsonElement?)null;
        var standardFar = far is { } f ? Filled(Table(f), _standard) : null;
        JsonElement own = default;
        var hasTier = _price.TryGetProperty("tiers", out var tiers) && tiers.TryGetProperty(tier, out own);
        if (!hasTier)
        {
            BigInteger? Standard(string name) => Passed(far, prompt) && standardFar!.TryGetValue(name, out var p) ? p : Get(_standard, name);
            return (Standard, name => tier == "standard" && Standard(name) is not null);
        }

        var near = Filled(Table(own), _standard);
        var ownFar = own.TryGetProperty("long_context", out var o) ? o : (JsonElement?)null;
        var nearFar = ownFar is { } x ? Filled(Table(x), near) : standardFar is null ? null : Scaled(standardFar, near, _standard);
        var bound = ownFar ?? far;
        return (name =>
        {
            var (service, serviceBound) = nearFar is not null && Passed(bound, prompt) && nearFar.ContainsKey(name)
                ? (Get(nearFar, name), Above(bound))
                : (Get(near, name), 0L);
            var (standard, standardBound) = Passed(far, prompt) && standardFar!.ContainsKey(name) ? (Get(standardFar, name), Above(far)) : (Get(_standard, name), 0L);
            return service is null || (standard is not null && standardBound > serviceBound && standard > service) ? standard : service;
        }, name => near.ContainsKey(name) || (nearFar is not null && Passed(bound, prompt) && nearFar.ContainsKey(name)));
    }

    private BigInteger? Piece(string name) => _price.TryGetProperty(name, out var value) ? BigInteger.Parse(value.GetRawText()) : null;

    private static long Above(JsonElement? far) => far!.Value.GetProperty("above").GetInt64();

    private static bool Passed(JsonElement? far, long prompt) =>
        far is { } tier && (prompt > Above(tier) || (prompt == Above(tier) && tier.TryGetProperty("bound", out var bound) && bound.GetString() == "ge"));

    private static BigInteger? Get(Dictionary<string, BigInteger> table, string name) => table.TryGetValue(name, out var value) ? value : null;

    private static Dictionary<string, BigInteger> Table(JsonElement from) =>
        Tokens.Where(t => from.TryGetProperty(t, out _)).ToDictionary(t => t, t => BigInteger.Parse(from.GetProperty(t).GetRawText()));

    private static Dictionary<string, BigInteger> Filled(Dictionary<string, BigInteger> own, Dictionary<string, BigInteger> ordinary)
    {
        var filled = Scaled(ordinary, own, ordinary);
        foreach (var (name, value) in own) filled[name] = value;
        return filled;
    }

    private static Dictionary<string, BigInteger> Scaled(Dictionary<string, BigInteger> prices, Dictionary<string, BigInteger> to, Dictionary<string, BigInteger> from) => prices
        .Select(p => (p.Key, p.Value, Base: Prompt.Contains(p.Key) ? "input" : "output"))
        .Where(p => to.ContainsKey(p.Base) && from.TryGetValue(p.Base, out var divisor) && !divisor.IsZero)
        .ToDictionary(p => p.Key, p => BigInteger.Divide(p.Value * to[p.Base] + from[p.Base] - 1, from[p.Base]));
}
