using Dapper;
using Gantry.Catalog;
using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Storage;

/// <summary>Pages of long tables run along an index, whatever is searched (reliability S-33).</summary>
public sealed class RowPagesTests
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
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using var database = await SqliteDatabase.OpenAsync(folder.File("gantry.db"), TimeProvider.System, cancellation);
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

    [Theory]
    [InlineData(null, null)]
    [InlineData("a", "a%")]
    [InlineData("50%_\\", "50\\%\\_\\\\%")]
    public void S_33_Nothing_that_is_searched_is_a_pattern(string? text, string? pattern) => Assert.Equal(pattern, LikeText.Prefix(text));
}
