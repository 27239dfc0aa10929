using Dapper;
using Gantry.Catalog;
using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Storage;

/// <summary>Pages of long tables run along an index, whatever is searched (reliability S-33).</summary>
public sealed class RowPagesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("all", false)]
    [InlineData("all", true)]
    [InlineData("account", false)]
    [InlineData("account", true)]
    [InlineData("person", false)]
    [InlineData("person", true)]
    public async Task S_33_Page_of_keys_is_read_along_an_index_without_sorting(string whose, bool searched)
    {
        TestStore.NeedsSqlite("its planner has statistics and may choose otherwise for a small table.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using var database = await TestStore.OpenAsync(folder.File("gantry.db"), TimeProvider.System, cancellation);
        var query = new KeyPageQuery { Reach = new KeyReach(whose == "account" ? Guid.Empty : null, whose == "person" ? Guid.Empty : null), Search = searched ? "%_%_%_" : null, After = ("a", "b") };
        var plan = await database.ReadAsync(
            async connection => (await connection.QueryAsync<(long, long, long, string Detail)>(
                "EXPLAIN QUERY PLAN " + RowPages.KeysSql(query),
                new { account = "", person = "", from = "", to = "", like = "", name = "", id = "", Limit = 1 })).Select(r => r.Detail).ToArray(),
            cancellation);
        // SEARCH is a range of the index, SCAN all of it.
        Assert.Contains(plan, step => step.StartsWith("SEARCH", StringComparison.Ordinal) && step.Contains(whose != "all" ? "account_id=" : "api_keys_name", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
        if (whose == "all") Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_33_Search_in_two_million_keys_takes_no_time_and_fifty_at_once_keep_nobody_waiting()
    {
        Assert.SkipUnless(TestRun.IsLong, "Two million keys take a minute to write: run ./test --long.");
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using var database = await TestStore.OpenAsync(folder.File("gantry.db"), TimeProvider.System, cancellation);
        await database.WriteAsync(
            c => c.ExecuteAsync(
                """
                INSERT INTO accounts (id, email, role, created_at, managed_by) VALUES ('00000000-0000-0000-0000-000000000001', 'a@example.com', 'user', 0, 'hand');
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1999999)
                INSERT INTO api_keys (id, account_id, name, key_hash, display, groups, models, operations, networks, spend_cap_window, created_at, managed_by)
                SELECT printf('00000000-0000-0000-0001-%012d', i), '00000000-0000-0000-0000-000000000001', printf('%x_%d', i * 7919 % 2000000, i), printf('%064x', i), 'sk-', '[]', '[]', '[]', '[]', 'total', 0, 'hand' FROM n;
                """),
            cancellation);
        var pages = new RowPages(database);
        var alone = await PageAsync(pages, 400, cancellation);
        var searches = new List<double>();
        foreach (var search in (string[])["%_%_%_", "%_%_%_", "1", "ff", "a_", "%"])
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            await pages.KeysAsync(new KeyPageQuery { Search = search, Limit = 50 }, cancellation);
            searches.Add(clock.Elapsed.TotalMilliseconds);
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var fifty = Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SearchAsync(pages, enough.Token)));
        var beside = await PageAsync(pages, 400, cancellation);
        await enough.CancelAsync();
        var asked = (await fifty).Sum();
        output.WriteLine($"searches {string.Join(' ', searches.Select(s => $"{s:0.0}"))} ms; another page p99 {alone:0.00} ms alone, {beside:0.00} ms beside {asked} searches of fifty at once");
        Assert.All(searches, ms => Assert.InRange(ms, 0, 200));
        Assert.True(asked > 1_000, $"{asked}");
        Assert.InRange(beside, 0, Math.Max(1.2 * alone, 5));
    }

    // Ten a minute is what each of fifty people may ask for: they ask hundreds of times as often here.
    private static async Task<int> SearchAsync(RowPages pages, CancellationToken cancellation)
    {
        var count = 0;
        while (!cancellation.IsCancellationRequested)
        {
            await pages.KeysAsync(new KeyPageQuery { Search = "%_%_%_", Limit = 50 }, CancellationToken.None);
            count++;
            await Task.Delay(50, CancellationToken.None);
        }

        return count;
    }

    /// <returns>The 99th of a hundred, in milliseconds.</returns>
    private static async Task<double> PageAsync(RowPages pages, int times, CancellationToken cancellation)
    {
        var taken = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            Assert.Equal(50, (await pages.KeysAsync(new KeyPageQuery { After = ("5", ""), Limit = 50 }, cancellation)).Count);
            taken.Add(clock.Elapsed.TotalMilliseconds);
            await Task.Delay(5, cancellation);
        }

        return taken.Order().ElementAt(times * 99 / 100);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("a", "a%")]
    [InlineData("50%_\\", "50\\%\\_\\\\%")]
    public void S_33_Nothing_that_is_searched_is_a_pattern(string? text, string? pattern) => Assert.Equal(pattern, LikeText.Prefix(text));
}
