namespace Gantry.Contracts.Manage.Dashboards;

/// <summary>One hour or one day.</summary>
public sealed record DashboardPoint
{
    /// <summary>When it begins.</summary>
    public required DateTimeOffset At { get; init; }

    public required long Requests { get; init; }

    /// <summary>Those that failed or broke off.</summary>
    public required long Failed { get; init; }

    public required long PromptTokens { get; init; }

    public required long AnswerTokens { get; init; }

    /// <summary>What wallets paid.</summary>
    public required UsdAmount Charged { get; init; }

    /// <summary>What went back since.</summary>
    public required UsdAmount Refunded { get; init; }

    /// <summary>What upstreams charge, where that is known.</summary>
    public required UsdAmount UpstreamCost { get; init; }

    public required Pace FirstContent { get; init; }

    public required Pace Duration { get; init; }
}
