using System.Collections.Immutable;
using System.Data.Common;

namespace Gantry.Storage;

/// <summary>One INSERT, prepared once and run for many rows. Its columns are data, so that a name, its place and its value cannot part.</summary>
/// <param name="connection">Inside its transaction.</param>
/// <param name="into">The table.</param>
/// <param name="columns">Name and value of each column; values as <see cref="PreparedStatement.Set"/> takes them.</param>
/// <param name="conflict">What follows the values.</param>
internal sealed class PreparedInsert<T>(
    DbConnection connection, string into, ImmutableArray<(string Name, Func<T, object?> Value)> columns, string conflict = "") : IAsyncDisposable
{
    private readonly PreparedStatement _statement = PreparedStatement.Create(
        connection,
        $"INSERT INTO {into} ({string.Join(", ", columns.Select(c => c.Name))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@{i}"))}) {conflict}",
        columns.Length);

    public Task AddAsync(T row)
    {
        for (var i = 0; i < columns.Length; i++) _statement.Set(i, columns[i].Value(row));
        return _statement.RunAsync();
    }

    public ValueTask DisposeAsync() => _statement.DisposeAsync();
}
