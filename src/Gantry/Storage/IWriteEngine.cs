using System.Data.Common;

namespace Gantry.Storage;

/// <summary>The one connection of a process that writes.</summary>
internal interface IWriteEngine : IAsyncDisposable
{
    /// <summary>Begins a transaction in which nobody else writes, in this process or another: what it reads stays true until it commits.</summary>
    Task<DbTransaction> BeginAsync();
}
