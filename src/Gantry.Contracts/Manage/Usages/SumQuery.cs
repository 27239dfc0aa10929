namespace Gantry.Contracts.Manage.Usages;

/// <summary>Which sums are asked for. They are kept by the hour of UTC.</summary>
public sealed record SumQuery
{
    /// <summary>Only of this account; null for all, where one may see all.</summary>
    public Guid? AccountId { get; init; }

    /// <inheritdoc cref="RecordQuery.TeamId"/>
    public Guid? TeamId { get; init; }

    /// <summary>The first hour; null for thirty days before the last.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first hour that no longer counts; null for the one after this.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary><c>day</c>, <c>hour</c> (both of UTC), <c>model</c>, <c>key</c> or, where one may see all, <c>account</c>.</summary>
    public string GroupBy { get; init; } = "day";
}
