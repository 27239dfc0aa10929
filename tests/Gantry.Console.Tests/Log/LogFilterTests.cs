using Gantry.Console.Log;
using Xunit;

namespace Gantry.Console.Tests.Log;

/// <summary>The address of the log says what it shows.</summary>
public sealed class LogFilterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 22, 30, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Everything_survives_the_way_through_the_address()
    {
        var key = Guid.Parse("00000000-0000-0000-0000-000000000001");
        LogFilter[] filters =
        [
            new(),
            new() { Span = LogSpan.All },
            new() { Span = LogSpan.Today, Key = key, Model = "a b&c=d#é", Group = "g", Outcome = "failed", Status = "4xx", Id = "req_1" },
            new() { Span = LogSpan.Custom, From = Now.AddHours(-3), To = Now.AddTicks(10), Team = key },
            new() { Span = LogSpan.Hour, Everybody = true, Account = key },
        ];
        foreach (var filter in filters) Assert.Equal(filter, LogFilter.Parse(new Uri(new Uri("http://x"), filter.Address("req_2")).Query));
        Assert.Equal("/console/log", new LogFilter().Address());
        Assert.Equal("/console/log?request=req_2", new LogFilter().Address("req_2"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?time=soon&key=mine&from=yesterday&account=x&team=y&who=me&status=&model=%20")]
    public void What_means_nothing_is_as_if_it_were_not_there(string query) => Assert.Equal(new LogFilter(), LogFilter.Parse(query));

    [Fact]
    public void Times_are_those_of_the_reader()
    {
        Assert.Equal(Now.AddDays(-7), new LogFilter().Query(Now, Berlin).From);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 23, 0, 0, TimeSpan.Zero), new LogFilter { Span = LogSpan.Today }.Query(Now, Berlin).From);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 23, 0, 0, TimeSpan.Zero), new LogFilter { Span = LogSpan.Today }.Query(Now.AddHours(1), Berlin).From);
        Assert.Null(new LogFilter { Span = LogSpan.All }.Query(Now, Berlin).From);
        // A request that is looked for by its id may be of any time, unless one was chosen.
        Assert.Null(new LogFilter { Id = "req_1" }.Query(Now, Berlin).From);
        Assert.Equal(Now.AddHours(-1), new LogFilter { Id = "req_1", Span = LogSpan.Hour }.Query(Now, Berlin).From);
    }

    [Fact]
    public void Whose_they_are_cannot_be_both()
    {
        var id = Guid.Parse("00000000-0000-0000-0000-000000000001");
        var mine = new LogFilter { Team = id, Account = id }.Query(Now, Berlin);
        Assert.Equal((id, null), (mine.TeamId, mine.AccountId));
        var all = new LogFilter { Team = id, Account = id, Everybody = true }.Query(Now, Berlin);
        Assert.Equal((null, id), (all.TeamId, all.AccountId));
    }

    [Fact]
    public void Export_says_relative_times_in_full()
    {
        var filter = new LogFilter { Model = "m" };
        var exported = LogFilter.Parse(new Uri(new Uri("http://x"), filter.ExportAddress("csv", filter.Query(Now, Berlin))).Query);
        Assert.Equal(filter.Query(Now, Berlin), exported.Query(Now.AddDays(3), TimeZoneInfo.Utc));
    }
}
