using System.Text.Json.Serialization;

namespace Gantry.Contracts.Manage.Usages;

/// <summary>What was consumed; no bucket holds a part of another.</summary>
public sealed record UsageBuckets
{
    public long UncachedInput { get; init; }

    public long CacheRead { get; init; }

    [JsonPropertyName("cache_write_5m")]
    public long CacheWrite5m { get; init; }

    [JsonPropertyName("cache_write_1h")]
    public long CacheWrite1h { get; init; }

    public long Output { get; init; }

    public long Reasoning { get; init; }

    public long AudioInput { get; init; }

    public long ImageInput { get; init; }

    public long AudioOutput { get; init; }

    public long ImageOutput { get; init; }

    public long Images { get; init; }

    public long AudioSeconds { get; init; }

    public long WebSearches { get; init; }
}
