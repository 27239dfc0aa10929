using System.Collections.Immutable;
using System.Data.Common;
using Npgsql;

namespace Gantry.Storage;

/// <summary>
/// Rows that a write adds and changes without asking anything in between. SQLite runs each at once; PostgreSQL gets them in as few messages as can be, however
/// many rows they are: a way there and back costs more than what is done at its end (decision 0042). Nothing is certain before <see cref="FlushAsync"/>.
/// </summary>
internal abstract class RowWriter
{
    /// <param name="connection">Inside its transaction.</param>
    /// <param name="givesWay">Nobody waits for these rows: where this process writes them itself, everybody else's work goes first.</param>
    public static RowWriter On(DbConnection connection, bool givesWay = false) =>
        Dialect.IsPostgres(connection) ? new PostgresRowWriter((NpgsqlConnection)connection) : new PreparedRowWriter(connection, givesWay);

    /// <summary>Adds rows. The columns are data, so that a name, its place and its value cannot part.</summary>
    /// <param name="into">The table.</param>
    /// <param name="columns">Name and value of each column.</param>
    /// <param name="rows">No two that <paramref name="conflict"/> would make one.</param>
    /// <param name="conflict">What follows the values.</param>
    public abstract Task InsertAsync<T>(string into, ImmutableArray<(string Name, Func<T, StoreValue> Value)> columns, IReadOnlyCollection<T> rows, string conflict = "");

    /// <summary>Runs a statement for each row. Its parameters are <c>@0</c>, <c>@1</c> and so on.</summary>
    /// <param name="sql">Changes one row of the store, or the write fails.</param>
    /// <param name="values">The parameters.</param>
    /// <param name="rows">For which.</param>
    /// <param name="complaint">What is said where it changed none.</param>
    public abstract Task ChangeAsync<T>(string sql, ImmutableArray<Func<T, StoreValue>> values, IReadOnlyCollection<T> rows, Func<T, string> complaint);

    /// <summary>Sends what has not been sent.</summary>
    /// <exception cref="InvalidOperationException">A change found nothing to change.</exception>
    public abstract Task FlushAsync();
}
