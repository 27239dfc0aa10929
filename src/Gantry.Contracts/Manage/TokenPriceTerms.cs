using System.Text.Json.Serialization;

namespace Gantry.Contracts.Manage;

/// <summary>Prices of what is counted in tokens: USD per million as decimal text, such as <c>3.00</c>. Null: no price for it.</summary>
public record TokenPriceTerms
{
    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CacheRead { get; init; }

    [JsonPropertyName("cache_write_5m")]
    public string? CacheWrite5m { get; init; }

    [JsonPropertyName("cache_write_1h")]
    public string? CacheWrite1h { get; init; }

    /// <summary>Only where reasoning is priced apart from the rest of the answer.</summary>
    public string? Reasoning { get; init; }

    public string? ImageInput { get; init; }

    public string? ImageOutput { get; init; }

    public string? AudioInput { get; init; }

    public string? AudioOutput { get; init; }
}
