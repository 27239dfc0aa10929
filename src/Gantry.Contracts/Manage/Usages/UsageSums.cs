namespace Gantry.Contracts.Manage.Usages;

/// <summary>Sums of usage; exact: they equal the ledger.</summary>
/// <param name="From">The first hour.</param>
/// <param name="To">The first hour that no longer counts.</param>
/// <param name="GroupBy">What they are made for.</param>
/// <param name="Data">In the order of their names.</param>
/// <param name="Total">All of them.</param>
public sealed record UsageSums(DateTimeOffset From, DateTimeOffset To, string GroupBy, IReadOnlyList<SumView> Data, SumView Total);
