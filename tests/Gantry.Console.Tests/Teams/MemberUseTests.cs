using Gantry.Console.Teams;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Keys;
using Gantry.Contracts.Manage.Usages;
using Xunit;

namespace Gantry.Console.Tests.Teams;

/// <summary>Who has spent what in a team.</summary>
public sealed class MemberUseTests
{
    [Fact]
    public void Keys_of_one_member_are_one_and_those_of_the_team_are_nobodys()
    {
        var (first, second, others, teams) = (Key("ann@example.com"), Key("ann@example.com"), Key("bob@example.com"), Key(null));
        var found = MemberUse.Of([Sum(first.Id, 1_000_000_001), Sum(second.Id, 2_000_000_000, refunded: 500_000_000), Sum(others.Id, 7), Sum(teams.Id, 0), Sum(null, 0)], [first, second, others, teams]);
        Assert.Equal(
            [new MemberUse("ann@example.com", 2.500000001m, 2), new MemberUse("bob@example.com", 0.000000007m, 1), new MemberUse(null, 0, 2)],
            found.OrderByDescending(use => use.Spent));
    }

    [Theory]
    [InlineData("2026-11-01T00:30:00Z", "Europe/Berlin", "2026-10-31T23:00:00Z")]
    [InlineData("2026-10-31T23:30:00Z", "Europe/Berlin", "2026-10-31T23:00:00Z")]
    [InlineData("2026-10-31T22:30:00Z", "Europe/Berlin", "2026-09-30T22:00:00Z")]
    [InlineData("2026-11-20T12:00:00Z", "Asia/Kolkata", "2026-10-31T18:00:00Z")]
    [InlineData("2026-11-20T12:00:00Z", "UTC", "2026-11-01T00:00:00Z")]
    public void Month_begins_where_the_reader_is_at_a_whole_hour(string now, string zone, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, null), MemberUse.MonthOf(DateTimeOffset.Parse(now, null), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    private static KeyView Key(string? member) =>
        new() { Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch), AccountId = Guid.Empty, Account = "research", Member = member, Display = "sk-…", CreatedAt = default, ManagedBy = "hand" };

    private static SumView Sum(Guid? key, long charged, long refunded = 0) =>
        new() { Name = key?.ToString(), Requests = 1, Usage = new UsageBuckets(), Cost = Usd(0), Charged = Usd(charged), Overrun = Usd(0), Refunded = Usd(refunded) };

    private static UsdAmount Usd(long nanos) => new("", nanos);
}
