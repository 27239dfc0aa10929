using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Gantry.Storage;

/// <summary>
/// A statement that one write runs many times. Its parameters are <c>@0</c>, <c>@1</c> and so on, in this order. Settlements are the hot path of the
/// store: with SQLite the values go straight to the engine, at a fifth of what a command spends on looking up the names of its parameters.
/// </summary>
internal abstract class PreparedStatement : IAsyncDisposable
{
    public static PreparedStatement Create(DbConnection connection, string sql, int parameters) =>
        connection is SqliteConnection sqlite ? new SqliteStatement(sqlite, sql, parameters) : new CommandStatement(connection, sql, parameters);

    /// <param name="index">Of the parameter, from 0.</param>
    /// <param name="value">What it is given until the next time.</param>
    public abstract void Set(int index, StoreValue value);

    /// <returns>Whether the statement gave a row.</returns>
    public abstract Task<bool> RunAsync();

    public abstract ValueTask DisposeAsync();

    private sealed class CommandStatement : PreparedStatement
    {
        private readonly DbCommand _command;

        public CommandStatement(DbConnection connection, string sql, int parameters)
        {
            _command = connection.CreateCommand();
            _command.CommandText = sql;
            for (var i = 0; i < parameters; i++)
            {
                var parameter = _command.CreateParameter();
                parameter.ParameterName = $"@{i}";
                _command.Parameters.Add(parameter);
            }
        }

        public override void Set(int index, StoreValue value) => _command.Parameters[index].Value = PostgresText.Parameter(value);

        public override async Task<bool> RunAsync() => await _command.ExecuteScalarAsync() is not null;

        public override ValueTask DisposeAsync() => _command.DisposeAsync();
    }
}
