using System.Collections.Immutable;
using System.Data.Common;
using System.Diagnostics;

namespace Gantry.Storage;

/// <summary>Row after row by a prepared statement.</summary>
/// <param name="connection">Inside its transaction.</param>
/// <param name="givesWay">Whoever waits for the processor gets it between rows, for a tenth of a second (decision 0049).</param>
internal sealed class PreparedRowWriter(DbConnection connection, bool givesWay) : RowWriter
{
    // Some twenty microseconds of work. Giving way takes one, where nobody waits.
    private const int RowsInTurn = 4;

    // Others write behind it. As long as the next batch gathers.
    private static readonly TimeSpan LongestWay = TimeSpan.FromMilliseconds(100);

    private readonly long _began = Stopwatch.GetTimestamp();
    private int _rows;

    public override async Task InsertAsync<T>(string into, ImmutableArray<(string Name, Func<T, StoreValue> Value)> columns, IReadOnlyCollection<T> rows, string conflict = "")
    {
        if (rows.Count == 0) return;
        await using var statement = PreparedStatement.Create(
            connection,
            $"INSERT INTO {into} ({string.Join(", ", columns.Select(c => c.Name))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@{i}"))}) {conflict}",
            columns.Length);
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Length; i++) statement.Set(i, columns[i].Value(row));
            await statement.RunAsync();
            if (givesWay && ++_rows % RowsInTurn == 0 && Stopwatch.GetElapsedTime(_began) < LongestWay) Thread.Yield();
        }
    }

    public override async Task ChangeAsync<T>(string sql, ImmutableArray<Func<T, StoreValue>> values, IReadOnlyCollection<T> rows, Func<T, string> complaint)
    {
        if (rows.Count == 0) return;
        await using var statement = PreparedStatement.Create(connection, $"{sql} RETURNING 1", values.Length);
        foreach (var row in rows)
        {
            for (var i = 0; i < values.Length; i++) statement.Set(i, values[i](row));
            if (!await statement.RunAsync()) throw new InvalidOperationException(complaint(row));
        }
    }

    public override Task FlushAsync() => Task.CompletedTask;
}
