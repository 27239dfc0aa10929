using System.Text.Json.Serialization;

namespace Gantry.Catalog;

/// <summary>Prices of a request whose whole prompt, cached parts included, is longer than a bound. In nano-USD per million tokens.</summary>
internal sealed record LongContextPrice
{
    /// <summary>Prompts of more tokens than this pay these prices for all of their tokens.</summary>
    public required long Above { get; init; }

    public long? Input { get; init; }

    public long? Output { get; init; }

    public long? CacheRead { get; init; }

    [JsonPropertyName("cache_write_5m")]
    public long? CacheWrite5m { get; init; }

    [JsonPropertyName("cache_write_1h")]
    public long? CacheWrite1h { get; init; }

    public IEnumerable<RowFact> Facts()
    {
        yield return new RowFact("price.long_context.above", Above.ToString());
        (string Name, long? Value)[] lines =
        [
            ("input", Input), ("output", Output), ("cache_read", CacheRead), ("cache_write_5m", CacheWrite5m), ("cache_write_1h", CacheWrite1h),
        ];
        foreach (var (name, value) in lines)
        {
            if (value is { } price) yield return new RowFact($"price.long_context.{name}", DecimalText.Format(price, DecimalText.Nano, 2));
        }
    }
}
