namespace Gantry.Contracts.Manage.Upstreams;

/// <summary>What an upstream says that it has.</summary>
public sealed record UpstreamModels
{
    /// <summary>It told its models.</summary>
    public required bool Works { get; init; }

    /// <summary>How asking ended, in the words of the usage records, such as <c>served</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>How long it took.</summary>
    public required long Milliseconds { get; init; }

    /// <summary>Of its answer; null where none came.</summary>
    public int? Status { get; init; }

    /// <summary>What it said, or what went wrong on the way, without the credential; null where it works.</summary>
    public string? Detail { get; init; }

    /// <summary>By name; at most 2000.</summary>
    public required IReadOnlyList<UpstreamModel> Models { get; init; }

    /// <summary>The longest list that is read.</summary>
    public const int Most = 2_000;
}
