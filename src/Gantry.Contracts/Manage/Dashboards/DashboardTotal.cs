namespace Gantry.Contracts.Manage.Dashboards;

/// <summary>The whole of a time.</summary>
public sealed record DashboardTotal
{
    public required long Requests { get; init; }

    /// <inheritdoc cref="DashboardPoint.Failed"/>
    public required long Failed { get; init; }

    public required long PromptTokens { get; init; }

    public required long AnswerTokens { get; init; }

    /// <summary>By the prices of models and groups.</summary>
    public required UsdAmount Cost { get; init; }

    /// <summary>What wallets paid.</summary>
    public required UsdAmount Charged { get; init; }

    /// <summary>What went back since.</summary>
    public required UsdAmount Refunded { get; init; }

    /// <summary>What the house carried.</summary>
    public required UsdAmount Overrun { get; init; }

    /// <summary>What upstreams charge, by the prices of deployments; estimates among it.</summary>
    public required UsdAmount UpstreamCost { get; init; }

    /// <summary>Tries at upstreams.</summary>
    public required long Attempts { get; init; }

    /// <summary>Those of which nobody knows what they cost.</summary>
    public required long UnknownAttempts { get; init; }

    public required Pace FirstContent { get; init; }

    public required Pace Duration { get; init; }
}
