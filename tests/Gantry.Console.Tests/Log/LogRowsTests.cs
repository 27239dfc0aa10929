using Gantry.Console.Log;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Usages;
using Xunit;

namespace Gantry.Console.Tests.Log;

/// <summary>What an open page holds of the log.</summary>
public sealed class LogRowsTests
{
    private static readonly DateTimeOffset Day = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pages_follow_each_other_up_to_a_bound()
    {
        var rows = new LogRows();
        rows.Begin(Page(10_000, LogRows.PageSize, "next"));
        Assert.Equal((LogRows.PageSize, LogRows.PageSize * 2, true), (rows.All.Count, rows.Extent, rows.HasMore));
        for (var last = 10_000 - LogRows.PageSize; rows.HasMore; last -= LogRows.PageSize) rows.Append(Page(last, LogRows.PageSize, "next"));
        Assert.Equal((LogRows.Most, LogRows.Most, true), (rows.All.Count, rows.Extent, rows.Full));
        rows.Begin(Page(3, 3, null));
        Assert.Equal((3, 3, false, false), (rows.All.Count, rows.Extent, rows.Full, rows.HasMore));
    }

    [Fact]
    public void New_ones_go_where_they_belong_and_none_twice()
    {
        var rows = new LogRows();
        rows.Begin(Page(100, 50, "next"));
        // 75.5 was long under way; 20 lies behind the page that was read.
        var fresh = rows.Unknown(new Page<RecordView>([Row(101), Row(100), Row(75.5), Row(20)], null));
        Assert.Equal(["101", "75.5"], fresh.Select(row => row.RequestId));
        rows.Insert(fresh);
        rows.Insert(fresh);
        Assert.Equal(52, rows.All.Count);
        Assert.Equal(rows.All.OrderByDescending(row => row.StartedAt), rows.All);
        rows.Append(new Page<RecordView>([Row(51), Row(50)], null));
        Assert.Equal(53, rows.All.Count);
    }

    [Fact]
    public void Oldest_make_room_for_new_ones()
    {
        var rows = new LogRows();
        rows.Begin(Page(LogRows.Most, LogRows.Most, null));
        Assert.False(rows.Full);
        rows.Insert([Row(LogRows.Most + 1)]);
        Assert.Equal((LogRows.Most, true, $"{LogRows.Most + 1}", "2"), (rows.All.Count, rows.Full, rows.All[0].RequestId, rows.All[^1].RequestId));
    }

    [Fact]
    public void Columns_are_kept_as_words()
    {
        var columns = new LogColumns();
        columns.Set(LogColumn.Group, shown: true);
        columns.Set(LogColumn.Cached, shown: false);
        var again = new LogColumns();
        again.Read(columns.Write());
        Assert.Equal(columns.Shown(everybody: true), again.Shown(everybody: true));
        Assert.Contains(LogColumn.Group, again.Shown(everybody: false));
        Assert.DoesNotContain(LogColumn.Account, again.Shown(everybody: false));
        again.Read("model,<script>,cost");
        Assert.Equal([LogColumn.Model, LogColumn.Cost], again.Shown(everybody: true));
        again.Read(null);
        Assert.Equal([LogColumn.Model, LogColumn.Cost], again.Shown(everybody: true));
    }

    private static Page<RecordView> Page(int last, int count, string? next) => new([.. Enumerable.Range(0, count).Select(i => Row(last - i))], next);

    private static RecordView Row(double number) => new()
    {
        RequestId = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        StartedAt = Day.AddSeconds(number),
        Protocol = "messages",
        Operation = "chat",
        Streamed = false,
        Status = 200,
        Outcome = "completed",
        Usage = new UsageBuckets(),
        Cost = new UsdAmount("0.00", 0),
        Charged = new UsdAmount("0.00", 0),
        Refunded = new UsdAmount("0.00", 0),
        DurationMicros = 1,
        Attempts = 1,
    };
}
