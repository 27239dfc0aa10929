using System.Text.Json.Serialization;

namespace Gantry.Contracts.Manage.Dashboards;

/// <summary>How long completed requests took. Out of buckets that are an eighth of their time wide; null where nothing was measured.</summary>
public sealed record Pace
{
    /// <summary>How many were measured.</summary>
    public required long Requests { get; init; }

    /// <summary>Half of them took no longer.</summary>
    [JsonPropertyName("p50_micros")]
    public long? P50Micros { get; init; }

    [JsonPropertyName("p95_micros")]
    public long? P95Micros { get; init; }

    [JsonPropertyName("p99_micros")]
    public long? P99Micros { get; init; }
}
