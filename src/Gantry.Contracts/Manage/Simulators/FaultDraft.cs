namespace Gantry.Contracts.Manage.Simulators;

/// <summary>What a simulator is to do wrong.</summary>
public sealed record FaultDraft
{
    public const int MostRequests = 1000;

    public const int LongestRetryAfter = 3600;

    /// <summary>The name of the fault, such as <c>rate_limited</c>; a wrong one is answered with all of them.</summary>
    public required string Fault { get; init; }

    /// <summary>Only requests for this model, as the upstream calls it; null for any.</summary>
    public string? Model { get; init; }

    /// <summary>For so many requests: from 1 to 1000.</summary>
    public int Count { get; init; } = 1;

    /// <summary>What the refusal says under <c>Retry-After</c>, in seconds, from 0 to 3600; null for nothing. Only for <c>rate_limited</c>, <c>overloaded</c> and <c>unavailable</c>.</summary>
    public int? RetryAfter { get; init; }
}
