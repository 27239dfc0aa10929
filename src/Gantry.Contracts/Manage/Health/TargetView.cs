namespace Gantry.Contracts.Manage.Health;

/// <summary>Where one model of an upstream stands with one credential.</summary>
public sealed record TargetView
{
    public required string Upstream { get; init; }

    public required string UpstreamModel { get; init; }

    public required Guid CredentialId { get; init; }

    /// <summary><c>healthy</c>, or why it is asked less or not at all.</summary>
    public required string State { get; init; }

    /// <summary>A sentence; null where it is in use.</summary>
    public string? Reason { get; init; }

    /// <summary>When it may be asked again; null where it may be now, or nobody knows.</summary>
    public DateTimeOffset? NextProbe { get; init; }

    /// <summary>Attempts under way.</summary>
    public required int InFlight { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("last_30_seconds")]
    public required AttemptShare Last30Seconds { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("last_5_minutes")]
    public required AttemptShare Last5Minutes { get; init; }
}
