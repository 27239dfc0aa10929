using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace Gantry.Storage;

/// <summary>
/// Many rows go by COPY. Few, and those that may meet others, are one statement over arrays; such statements and changes wait, and leave together in one message.
/// </summary>
internal sealed class PostgresRowWriter(NpgsqlConnection connection) : RowWriter
{
    // COPY is two ways there and back of its own, and is parsed each time.
    private const int FewRows = 32;

    private readonly List<NpgsqlBatchCommand> _waiting = [];
    private readonly List<Func<string>?> _complaints = [];

    public override Task InsertAsync<T>(string into, ImmutableArray<(string Name, Func<T, StoreValue> Value)> columns, IReadOnlyCollection<T> rows, string conflict = "")
    {
        if (rows.Count > FewRows && conflict.Length == 0) return CopyAsync(into, columns, rows);
        if (rows.Count > 0) Wait(Arrays(into, columns, rows, conflict), null);
        return Task.CompletedTask;
    }

    public override Task ChangeAsync<T>(string sql, ImmutableArray<Func<T, StoreValue>> values, IReadOnlyCollection<T> rows, Func<T, string> complaint)
    {
        foreach (var row in rows)
        {
            var command = new NpgsqlBatchCommand(sql);
            for (var i = 0; i < values.Length; i++) command.Parameters.Add(new NpgsqlParameter($"@{i}", PostgresText.Parameter(values[i](row))));
            Wait(command, () => complaint(row));
        }

        return Task.CompletedTask;
    }

    public override async Task FlushAsync()
    {
        if (_waiting.Count == 0) return;
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in _waiting) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync();
        foreach (var (command, complaint) in _waiting.Zip(_complaints))
        {
            if (complaint is not null && command.RecordsAffected != 1) throw new InvalidOperationException(complaint());
        }

        _waiting.Clear();
        _complaints.Clear();
    }

    private void Wait(NpgsqlBatchCommand command, Func<string>? complaint)
    {
        _waiting.Add(command);
        _complaints.Add(complaint);
    }

    private async Task CopyAsync<T>(string into, ImmutableArray<(string Name, Func<T, StoreValue> Value)> columns, IReadOnlyCollection<T> rows)
    {
        await using var import = await connection.BeginBinaryImportAsync($"COPY {into} ({string.Join(", ", columns.Select(c => c.Name))}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await import.StartRowAsync();
            foreach (var column in columns)
            {
                var value = column.Value(row);
                if (value.IsNumber) await import.WriteAsync(value.Number, NpgsqlDbType.Bigint);
                else if (value.Text is { } text) await import.WriteAsync(PostgresText.Keepable(text), NpgsqlDbType.Text);
                else await import.WriteNullAsync();
            }
        }

        await import.CompleteAsync();
    }

    // One array a column. A column without any value has no type: it is left to the table.
    private static NpgsqlBatchCommand Arrays<T>(string into, ImmutableArray<(string Name, Func<T, StoreValue> Value)> columns, IReadOnlyCollection<T> rows, string conflict)
    {
        var command = new NpgsqlBatchCommand();
        var (values, names, selected) = (new StoreValue[rows.Count], new List<string>(columns.Length), new string[columns.Length]);
        for (var i = 0; i < columns.Length; i++)
        {
            var at = 0;
            foreach (var row in rows) values[at++] = columns[i].Value(row);
            selected[i] = "NULL";
            if (Parameter(values) is not { } parameter) continue;
            command.Parameters.Add(parameter);
            names.Add(selected[i] = $"c{i}");
        }

        command.CommandText =
            $"""
            INSERT INTO {into} ({string.Join(", ", columns.Select(c => c.Name))})
            SELECT {string.Join(", ", selected)} FROM unnest({string.Join(", ", names.Select((_, i) => $"${i + 1}"))}) AS r({string.Join(", ", names)}) {conflict}
            """;
        return command;
    }

    private static NpgsqlParameter? Parameter(StoreValue[] values)
    {
        var first = Array.FindIndex(values, value => !value.IsNull);
        if (first < 0) return null;
        return values[first].IsNumber
            ? new NpgsqlParameter { Value = Array.ConvertAll(values, value => value.IsNull ? (long?)null : value.Number), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint }
            : new NpgsqlParameter { Value = Array.ConvertAll(values, value => value.Text is { } text ? PostgresText.Keepable(text) : null), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    }
}
