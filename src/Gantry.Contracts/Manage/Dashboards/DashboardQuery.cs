namespace Gantry.Contracts.Manage.Dashboards;

/// <summary>Which time a dashboard is asked for.</summary>
public sealed record DashboardQuery
{
    public const string Day = "24h";
    public const string Week = "7d";
    public const string Month = "30d";

    /// <summary><c>24h</c> by hours, <c>7d</c> or <c>30d</c> by days; all of UTC, the one that runs included.</summary>
    public string Window { get; init; } = Day;
}
