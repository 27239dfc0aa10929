using System.Collections.Immutable;
using System.Data.Common;

namespace Gantry.Storage;

/// <summary>One INSERT, prepared once and run for many rows. Its columns are data, so that a name, its place and its value cannot part.</summary>
internal sealed class PreparedInsert<T> : IAsyncDisposable
{
    private readonly DbCommand _command;
    private readonly ImmutableArray<Func<T, object?>> _values;

    /// <param name="connection">Inside its transaction.</param>
    /// <param name="into">The table.</param>
    /// <param name="columns">Name and value of each column.</param>
    /// <param name="conflict">What follows the values.</param>
    public PreparedInsert(DbConnection connection, string into, ImmutableArray<(string Name, Func<T, object?> Value)> columns, string conflict = "")
    {
        _command = connection.CreateCommand();
        _values = [.. columns.Select(column => column.Value)];
        for (var i = 0; i < columns.Length; i++)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = $"@{i}";
            _command.Parameters.Add(parameter);
        }

        _command.CommandText =
            $"INSERT INTO {into} ({string.Join(", ", columns.Select(c => c.Name))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@{i}"))}) {conflict}";
    }

    public async Task AddAsync(T row)
    {
        for (var i = 0; i < _values.Length; i++) _command.Parameters[i].Value = _values[i](row) ?? DBNull.Value;
        await _command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _command.DisposeAsync();
}
