using Gantry.Console.Overview;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Usages;

namespace Gantry.Console.Teams;

/// <summary>What all keys of one member of a team did together.</summary>
/// <param name="Email">The member's, also where it has left; null for keys that the team has as such.</param>
/// <param name="Spent">USD that the team paid, refunds taken off.</param>
/// <param name="Requests">How many.</param>
internal sealed record MemberUse(string? Email, decimal Spent, long Requests)
{
    /// <summary>Folds sums by key: each key has one member, which never changes.</summary>
    /// <param name="sums">By key, whose id is their name.</param>
    /// <param name="keys">All of the team, revoked ones too.</param>
    public static IReadOnlyList<MemberUse> Of(IEnumerable<SumView> sums, IEnumerable<KeyView> keys)
    {
        var members = keys.ToDictionary(key => key.Id, key => key.Member);
        return
        [
            .. sums.GroupBy(sum => Guid.TryParse(sum.Name, out var key) ? members.GetValueOrDefault(key) : null, StringComparer.Ordinal)
                .Select(of => new MemberUse(of.Key, of.Sum(UsageDays.Spent), of.Sum(sum => sum.Requests))),
        ];
    }

    /// <summary>The first hour of the month in which a moment lies, as the reader counts; hours are those of UTC.</summary>
    public static DateTimeOffset MonthOf(DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var midnight = new DateTime(today.Year, today.Month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        var start = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
        return start.AddTicks(-start.Ticks % TimeSpan.TicksPerHour);
    }
}
