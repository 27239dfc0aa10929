using System.Collections.Immutable;
using Dapper;
using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Storage;

public sealed class RowWriterTests
{
    private static readonly ImmutableArray<(string Name, Func<(long Id, string? Text, string? Other, long? Number), StoreValue> Value)> Columns =
        [("id", r => r.Id), ("text", r => r.Text), ("other", r => r.Other), ("number", r => r.Number)];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 31)]
    [InlineData(3, 300)]
    public async Task Rows_are_what_they_say_whatever_the_row_before_them_said(int seed, int count)
    {
        var random = new Random(seed);
        string?[] texts = [null, "", "a", "a", "ж", "a longer one that is often there", "a longer one that is often there"];
        long?[] numbers = [null, 0, 0, 1, 1, -1, long.MaxValue];
        var rows = Enumerable.Range(0, count).Select(i => ((long)i, Any(texts), Any(texts), Any(numbers))).ToList();
        await using var database = await TestStore.FreshAsync(TimeProvider.System);

        await database.WriteAsync(
            async connection =>
            {
                await connection.ExecuteAsync("CREATE TABLE kept (id BIGINT PRIMARY KEY, text TEXT, other TEXT, number BIGINT)");
                var writer = RowWriter.On(connection);
                await writer.InsertAsync("kept", Columns, rows);
                await writer.FlushAsync();
                return 0;
            },
            TestContext.Current.CancellationToken);

        var read = await database.ReadAsync(async connection => (await connection.QueryAsync<(long, string?, string?, long?)>("SELECT id, text, other, number FROM kept ORDER BY id")).ToList(), TestContext.Current.CancellationToken);
        Assert.Equal(rows, read);

        T Any<T>(T[] of) => of[random.Next(of.Length)];
    }
}
