using System.Globalization;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Models;

namespace Gantry.Console.Models;

/// <summary>A price as it is typed: decimal text in every field, never a number of the machine's.</summary>
internal sealed class PriceFields : TypedFields
{
    public static readonly IReadOnlyList<string> Tokens = ["input", "output", "cache_read", "cache_write_5m", "cache_write_1h", "reasoning", "image_input", "image_output", "audio_input", "audio_output"];

    public static readonly IReadOnlyList<string> Pieces = ["request", "image", "audio_second", "web_search"];

    private PriceTerms _before = new();

    public bool Free { get; set; }

    /// <summary>In the reader's zone, as the browser writes it; empty: now.</summary>
    public string From { get; set; } = "";

    /// <summary>USD by dimension.</summary>
    public Dictionary<string, string> Usd { get; } = Tokens.Concat(Pieces).ToDictionary(dimension => dimension, _ => "", StringComparer.Ordinal);

    /// <summary>It has prices that have no field here: they are kept.</summary>
    public bool Keeps => _before is { LongContext: not null } or { Tiers: not null } or { ImageVariants: not null };

    /// <summary>Begins with the price that there is.</summary>
    public static PriceFields Of(PriceTerms? price)
    {
        var fields = new PriceFields { _before = price ?? new PriceTerms(), Free = price?.Free is true };
        foreach (var dimension in fields.Usd.Keys.ToList()) fields.Usd[dimension] = Said(fields._before, dimension) ?? "";
        return fields;
    }

    /// <summary>The change that sets it.</summary>
    /// <param name="zone">The reader's.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="badTime">What is said of a time that is none.</param>
    /// <returns>Null where a field means nothing; <see cref="TypedFields.Errors"/> says which.</returns>
    public Func<ModelPrices, ModelPrices>? Read(TimeZoneInfo zone, DateTimeOffset now, string badTime)
    {
        Forget();
        DateTimeOffset? from = null;
        if (From.Trim().Length > 0)
        {
            if (DateTime.TryParse(From, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) from = Moment(local, zone);
            else Wrong("from", badTime);
        }

        var price = Price();
        return !IsRight ? null : prices =>
        {
            // A dated price that has begun counts before the undated one.
            if (from is null && !prices.Prices.Any(one => one.From <= now)) return prices with { Price = price };
            var moment = from ?? now;
            return prices with { Prices = [.. prices.Prices.Where(one => one.From != moment), new DatedPriceTerms { From = moment, Price = price }] };
        };
    }

    protected override string? Place(string path)
    {
        // prices[1].price.input and input alike.
        var last = path.Split('.')[^1];
        return Usd.ContainsKey(last) ? last : path.EndsWith(".from", StringComparison.Ordinal) || path == "prices" ? "from" : null;
    }

    private static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private PriceTerms Price() => Free ? new PriceTerms { Free = true } : _before with
    {
        Free = false,
        Input = Filled(Usd["input"]),
        Output = Filled(Usd["output"]),
        CacheRead = Filled(Usd["cache_read"]),
        CacheWrite5m = Filled(Usd["cache_write_5m"]),
        CacheWrite1h = Filled(Usd["cache_write_1h"]),
        Reasoning = Filled(Usd["reasoning"]),
        ImageInput = Filled(Usd["image_input"]),
        ImageOutput = Filled(Usd["image_output"]),
        AudioInput = Filled(Usd["audio_input"]),
        AudioOutput = Filled(Usd["audio_output"]),
        Request = Filled(Usd["request"]),
        Image = Filled(Usd["image"]),
        AudioSecond = Filled(Usd["audio_second"]),
        WebSearch = Filled(Usd["web_search"]),
    };

    private static string? Said(PriceTerms price, string dimension) => dimension switch
    {
        "input" => price.Input,
        "output" => price.Output,
        "cache_read" => price.CacheRead,
        "cache_write_5m" => price.CacheWrite5m,
        "cache_write_1h" => price.CacheWrite1h,
        "reasoning" => price.Reasoning,
        "image_input" => price.ImageInput,
        "image_output" => price.ImageOutput,
        "audio_input" => price.AudioInput,
        "audio_output" => price.AudioOutput,
        "request" => price.Request,
        "image" => price.Image,
        "audio_second" => price.AudioSecond,
        _ => price.WebSearch,
    };
}
