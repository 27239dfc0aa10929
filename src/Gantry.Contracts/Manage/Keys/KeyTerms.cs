namespace Gantry.Contracts.Manage.Keys;

/// <summary>What can be said of a client key, in the words of the declarative file.</summary>
public record KeyTerms
{
    /// <summary>Unique within the account.</summary>
    public string Name { get; init; } = "";

    /// <summary>In order: the first that has the model serves it; <c>auto</c> for all active ones. At least one.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Ids or aliases that the key is limited to; empty for every model of its groups.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Operations that the key is limited to; empty for all.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>Networks such as <c>10.1.0.0/16</c> that the client must come from; empty for anywhere.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Bounds on its spending, one a window.</summary>
    public IReadOnlyList<SpendCap> SpendCap { get; init; } = [];

    /// <summary>Null: the gateway's <c>default_rate_limits</c>; an empty object: none.</summary>
    public RateLimits? RateLimits { get; init; }

    /// <summary>Later groups serve where the first cannot.</summary>
    public bool Fallback { get; init; }

    /// <summary>How <c>auto</c> chooses; only where the groups name it.</summary>
    public AutoRouting? Auto { get; init; }

    /// <summary>What is served for names of models.</summary>
    public IReadOnlyDictionary<string, string>? ModelsMap { get; init; }

    public KeyRoutes? Routes { get; init; }

    /// <summary>Null: nothing of its requests is kept.</summary>
    public CaptureTerms? Capture { get; init; }
}
