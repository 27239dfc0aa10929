using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Gantry.Billing.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace Gantry.Storage;

/// <summary>Moves a whole store from SQLite into an empty PostgreSQL database: all of it in one transaction, proved before it is kept.</summary>
internal sealed class StoreCopy(SqliteDatabase source, PostgresDatabase target, TimeProvider time)
{
    private const string Schema = "schema_migrations";
    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    /// <summary>Copies and checks. Neither database may have a server.</summary>
    /// <exception cref="DatabaseException">The target has tables already, or what arrived is not what was sent: then the target is as it was.</exception>
    public Task<ImmutableArray<CopiedTable>> RunAsync(CancellationToken cancellation) => target.WriteAsync(
        connection => source.ReadAsync(from => CopyAsync(from, (NpgsqlConnection)connection, cancellation), cancellation), cancellation);

    private async Task<ImmutableArray<CopiedTable>> CopyAsync(DbConnection from, NpgsqlConnection to, CancellationToken cancellation)
    {
        if (await to.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema())"))
            throw new DatabaseException("The PostgreSQL database has tables already: make an empty one. Nothing was copied.");
        await to.ExecuteAsync("SET LOCAL statement_timeout = 0");
        var here = new OpenTransaction(to);
        await new Migrator(Migration.Postgres, time).RunAsync(here, cancellation);
        foreach (var day in await from.QueryAsync<long>("SELECT DISTINCT started_at / 86400000000 FROM usage_records"))
            await UsageDays.MakeAsync(to, DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays((int)day));
        var tables = await TablesAsync(to);
        // What steps of the schema have put in is in the source as well.
        await to.ExecuteAsync($"TRUNCATE {string.Join(", ", tables)}");
        var copied = ImmutableArray.CreateBuilder<CopiedTable>(tables.Count);
        // Sums that triggers keep are copied as they are.
        foreach (var table in tables) await to.ExecuteAsync($"ALTER TABLE {table} DISABLE TRIGGER USER");
        foreach (var table in tables) copied.Add(await CopyTableAsync(from, to, table, cancellation));
        foreach (var table in tables) await to.ExecuteAsync($"ALTER TABLE {table} ENABLE TRIGGER USER");
        await CheckAsync(to, copied);
        // Of one moment: a run may come to count as dead while rows are copied.
        var now = time.GetUtcNow();
        var (before, after) = (await new LedgerBook(new OpenTransaction(from), time).CheckAsync(now, cancellation), await new LedgerBook(here, time).CheckAsync(now, cancellation));
        if (!Lines(before).SequenceEqual(Lines(after), StringComparer.Ordinal))
            throw new DatabaseException($"The ledger check found {before.Count} things before and {after.Count} after. Nothing was kept.");
        await to.ExecuteAsync("ANALYZE", commandTimeout: (int)Patience.TotalSeconds, commandType: System.Data.CommandType.Text);
        return copied.ToImmutable();
    }

    // Tables before those that refer to them.
    private static async Task<List<string>> TablesAsync(DbConnection to)
    {
        // Partitions get their rows from the table that they are of.
        var left = (await to.QueryAsync<string>(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1"))
            .Where(t => t != Schema).ToList();
        var references = (await to.QueryAsync<(string Table, string To)>(
            """
            SELECT c.relname, p.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace WHERE k.contype = 'f' AND n.nspname = current_schema() AND k.conrelid <> k.confrelid
            """)).ToLookup(r => r.Table, r => r.To, StringComparer.Ordinal);
        var ordered = new List<string>(left.Count);
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(table => references[table].All(ordered.Contains)) ?? throw new DatabaseException("The tables refer to each other in a circle.");
            ordered.Add(next);
            left.Remove(next);
        }

        return ordered;
    }

    private static async Task<CopiedTable> CopyTableAsync(DbConnection from, NpgsqlConnection to, string table, CancellationToken cancellation)
    {
        var columns = (await to.QueryAsync<(string Name, string Type)>(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = @table ORDER BY ordinal_position", new { table })).AsList();
        var names = string.Join(", ", columns.Select(c => c.Name));
        var sums = new Int128[columns.Count];
        var (rows, mended) = (0L, 0L);
        await using (var select = from.CreateCommand())
        {
            select.CommandText = $"SELECT {names} FROM {table}";
            await using var reader = await select.ExecuteReaderAsync(cancellation);
            await using var import = await to.BeginBinaryImportAsync($"COPY {table} ({names}) FROM STDIN (FORMAT BINARY)", cancellation);
            import.Timeout = Patience;
            for (; await reader.ReadAsync(cancellation); rows++)
            {
                await import.StartRowAsync(cancellation);
                for (var i = 0; i < columns.Count; i++)
                {
                    if (reader.IsDBNull(i))
                    {
                        await import.WriteNullAsync(cancellation);
                    }
                    else if (columns[i].Type == "bigint")
                    {
                        // A column of SQLite may hold a text in the place of a number, and would read it as 0.
                        if (reader.GetValue(i) is not long number) throw new DatabaseException($"{table}: a row has no number in {columns[i].Name}. Nothing was kept.");
                        sums[i] += number;
                        await import.WriteAsync(number, NpgsqlDbType.Bigint, cancellation);
                    }
                    else if (columns[i].Type == "bytea")
                    {
                        await import.WriteAsync((byte[])reader.GetValue(i), NpgsqlDbType.Bytea, cancellation);
                    }
                    else
                    {
                        var text = reader.GetString(i);
                        if (text.Contains('\0', StringComparison.Ordinal)) (text, mended) = (text.Replace('\0', '\uFFFD'), mended + 1);
                        await import.WriteAsync(text, NpgsqlDbType.Text, cancellation);
                    }
                }
            }

            await import.CompleteAsync(cancellation);
        }

        var numbers = columns.Index().Where(c => c.Item.Type == "bigint").Select(c => (c.Item.Name, sums[c.Index])).ToImmutableArray();
        return new CopiedTable(table, rows, mended, numbers);
    }

    // Every number of every table, not only money: what was not copied as it is shows.
    private static async Task CheckAsync(DbConnection to, IEnumerable<CopiedTable> copied)
    {
        foreach (var table in copied)
        {
            var columns = string.Concat(table.Sums.Select(sum => $", COALESCE(SUM({sum.Column}), 0)::TEXT"));
            await using var select = to.CreateCommand();
            select.CommandText = $"SELECT COUNT(*)::TEXT{columns} FROM {table.Name}";
            select.CommandTimeout = (int)Patience.TotalSeconds;
            await using var reader = await select.ExecuteReaderAsync(CancellationToken.None);
            await reader.ReadAsync();
            Compare(table.Name, "rows", table.Rows, reader.GetString(0));
            foreach (var (index, (column, sum)) in table.Sums.Index()) Compare(table.Name, $"the sum of {column}", sum, reader.GetString(index + 1));
        }
    }

    private static void Compare(string table, string what, Int128 sent, string arrived)
    {
        if (sent.ToString(CultureInfo.InvariantCulture) != arrived)
            throw new DatabaseException($"{table}: {what} is {sent} in SQLite and {arrived} in PostgreSQL. Nothing was kept.");
    }

    // A check that finds more than it lists lists any of them: then how many it lists is compared.
    private static IEnumerable<string> Lines(IEnumerable<LedgerFinding> findings) => findings.GroupBy(f => f.Check, StringComparer.Ordinal).OrderBy(check => check.Key, StringComparer.Ordinal)
        .SelectMany(check => check.Count() < LedgerBook.MostFindings ? check.Select(f => $"{f.Check} {f.Subject} {f.Message}").Order(StringComparer.Ordinal).ToArray() : new[] { $"{check.Key} {check.Count()}" });

    /// <summary>What is in the middle of a transaction, for stores that would begin one.</summary>
    private sealed class OpenTransaction(DbConnection connection) : IDatabase
    {
        public Task<bool> HasTableAsync(string name, CancellationToken cancellation) =>
            connection.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = @name)", new { name });

        public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation) => read(connection);

        public Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellation) => write(connection);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
