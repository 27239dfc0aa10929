namespace Gantry.Contracts.Manage.Dashboards;

/// <summary>What passed through the gateway in a time, and what it earned.</summary>
public sealed record DashboardView
{
    public required string Window { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>All hours or days of the time, the oldest first.</summary>
    public required IReadOnlyList<DashboardPoint> Points { get; init; }

    /// <summary>All of them together.</summary>
    public required DashboardTotal Total { get; init; }

    /// <summary>How requests failed or broke off, the most frequent first; at most twenty sorts.</summary>
    public required IReadOnlyList<FailureClass> Failures { get; init; }

    /// <summary>Requests that failed in any other way.</summary>
    public required long OtherFailures { get; init; }

    /// <summary>Who paid most, at most ten, named by their ids.</summary>
    public required IReadOnlyList<DashboardRank> Accounts { get; init; }

    /// <summary>What was paid for most, at most ten.</summary>
    public required IReadOnlyList<DashboardRank> Models { get; init; }
}
