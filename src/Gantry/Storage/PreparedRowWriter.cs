using System.Collections.Immutable;
using System.Data.Common;

namespace Gantry.Storage;

/// <summary>Row after row by a prepared statement.</summary>
internal sealed class PreparedRowWriter(DbConnection connection) : RowWriter
{
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
