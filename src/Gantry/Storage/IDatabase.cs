using System.Data.Common;

namespace Gantry.Storage;

/// <summary>
/// The seam between stores and engines: the stores hold SQL that both engines understand, the engine holds connections, transactions
/// and grouping. Parameters are written <c>@name</c>.
/// </summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>Whether a table is there.</summary>
    Task<bool> HasTableAsync(string name, CancellationToken cancellation);

    /// <summary>Reads in one transaction: every statement sees the same moment. Cancelled, the statement under way ends where it is.</summary>
    Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellation);

    /// <summary>
    /// Writes all or nothing, durably: when the task ends the change has survived. Work that throws is undone and throws to its caller
    /// alone, even where the engine groups several writes into one commit. It may run more than once, so it must not act outside the database.
    /// </summary>
    Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> write, CancellationToken cancellation);
}
