using System.Text.Json.Serialization;

namespace Gantry.Catalog;

/// <summary>The list price of a model.</summary>
/// <remarks>
/// Every price is in nano-USD per million units, so that one formula serves them all: tokens for most, requests, pictures and searches
/// for <see cref="Request"/>, <see cref="Image"/> and <see cref="WebSearch"/>. Null means that the model has no price for it.
/// </remarks>
internal sealed record ModelPrice
{
    /// <summary>What prices by the piece are multiplied with to become prices per million pieces.</summary>
    public const long PiecesPerUnit = 1_000_000;

    /// <summary>Costs nothing, on purpose: without it a model that has no price is a mistake.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Free { get; init; }

    public long? Input { get; init; }

    public long? Output { get; init; }

    public long? CacheRead { get; init; }

    [JsonPropertyName("cache_write_5m")]
    public long? CacheWrite5m { get; init; }

    [JsonPropertyName("cache_write_1h")]
    public long? CacheWrite1h { get; init; }

    public long? ImageInput { get; init; }

    public long? ImageOutput { get; init; }

    public long? AudioInput { get; init; }

    public long? AudioOutput { get; init; }

    public long? Request { get; init; }

    public long? Image { get; init; }

    public long? WebSearch { get; init; }

    /// <summary>Prices that hold for the whole request when its prompt is long.</summary>
    public LongContextPrice? LongContext { get; init; }

    /// <summary>The price as facts named <c>price.input</c> and so on, in USD as the declarative file writes them.</summary>
    public IEnumerable<RowFact> Facts()
    {
        if (Free) yield return new RowFact("price.free", "true");
        (string Name, long? Value, long Divisor)[] lines =
        [
            ("input", Input, 1), ("output", Output, 1), ("cache_read", CacheRead, 1),
            ("cache_write_5m", CacheWrite5m, 1), ("cache_write_1h", CacheWrite1h, 1),
            ("image_input", ImageInput, 1), ("image_output", ImageOutput, 1),
            ("audio_input", AudioInput, 1), ("audio_output", AudioOutput, 1),
            ("request", Request, PiecesPerUnit), ("image", Image, PiecesPerUnit), ("web_search", WebSearch, PiecesPerUnit),
        ];
        foreach (var (name, value, divisor) in lines)
        {
            if (value is { } price) yield return new RowFact($"price.{name}", DecimalText.Format(price / divisor, DecimalText.Nano, 2));
        }

        foreach (var fact in LongContext?.Facts() ?? []) yield return fact;
    }
}
