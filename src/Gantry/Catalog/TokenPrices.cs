using System.Text.Json.Serialization;
using Gantry.Billing.Pricing;

namespace Gantry.Catalog;

/// <summary>Prices of what is counted in tokens, in nano-USD per million. Null: no price for it.</summary>
internal abstract record TokenPrices
{
    public long? Input { get; init; }

    public long? Output { get; init; }

    public long? CacheRead { get; init; }

    [JsonPropertyName("cache_write_5m")]
    public long? CacheWrite5m { get; init; }

    [JsonPropertyName("cache_write_1h")]
    public long? CacheWrite1h { get; init; }

    /// <summary>Only where reasoning is priced apart from the rest of the answer.</summary>
    public long? Reasoning { get; init; }

    public long? ImageInput { get; init; }

    public long? ImageOutput { get; init; }

    public long? AudioInput { get; init; }

    public long? AudioOutput { get; init; }

    /// <summary>All of them with their names in the declarative file, in its order.</summary>
    [JsonIgnore]
    public IEnumerable<(string Name, PriceDimension Dimension, long? Price)> TokenLines =>
    [
        ("input", PriceDimension.Input, Input), ("output", PriceDimension.Output, Output), ("cache_read", PriceDimension.CacheRead, CacheRead),
        ("cache_write_5m", PriceDimension.CacheWrite5m, CacheWrite5m), ("cache_write_1h", PriceDimension.CacheWrite1h, CacheWrite1h),
        ("reasoning", PriceDimension.Reasoning, Reasoning),
        ("image_input", PriceDimension.ImageInput, ImageInput), ("image_output", PriceDimension.ImageOutput, ImageOutput),
        ("audio_input", PriceDimension.AudioInput, AudioInput), ("audio_output", PriceDimension.AudioOutput, AudioOutput),
    ];

    /// <summary>The price of a dimension of tokens.</summary>
    public long? Of(PriceDimension dimension) => TokenLines.FirstOrDefault(l => l.Dimension == dimension).Price;

    /// <summary>As facts named <paramref name="prefix"/> and the name of the dimension, in USD as the declarative file writes them.</summary>
    protected IEnumerable<RowFact> TokenFacts(string prefix) =>
        from line in TokenLines
        where line.Price is not null
        select new RowFact(prefix + line.Name, DecimalText.Format(line.Price!.Value, DecimalText.Nano, 2));
}
