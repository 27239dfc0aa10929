using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;
using Gantry.Billing;

namespace Gantry.Storage;

/// <summary>
/// The only place that writes. Writes wait in a bounded queue and share commits, at most 64 a commit (reliability 5.7).
/// Each runs inside a savepoint, so that one failure undoes one write. A write that comes alone is committed at once; under load
/// there are 2 ms between commits: more gather, and other processes come in, which a lock that is taken again at once never lets happen.
/// </summary>
internal sealed class GroupWriter : IAsyncDisposable
{
    private const int LargestGroup = 64;
    private const int QueueLength = 4096;
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(2);

    // Who has waited so long has better things to do than to wait again.
    private static readonly TimeSpan LongestRepeated = TimeSpan.FromSeconds(5);

    private readonly IWriteEngine _engine;
    private readonly DiskThread? _thread;
    private readonly Channel<Write> _queue = Channel.CreateBounded<Write>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly Task _loop;
    private long _commits;

    /// <param name="engine">The writer owns it from now on.</param>
    /// <param name="thread">Where it writes, for an engine that keeps its caller until the disk has answered; owned as well. Null for one that does not.</param>
    public GroupWriter(IWriteEngine engine, DiskThread? thread = null)
    {
        _engine = engine;
        _thread = thread;
        _loop = thread is null ? RunAsync() : thread.RunAsync(RunAsync);
    }

    /// <summary>How many transactions have been committed.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>How many writes wait for their turn.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Told of each group that was committed: how many writes, and how long they took together.</summary>
    public Action<int, TimeSpan>? Committed { get; set; }

    /// <inheritdoc cref="IDatabase.WriteAsync{T}"/>
    public async Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellation)
    {
        var write = new Write<T>(work);
        await _queue.Writer.WriteAsync(write, cancellation);
        return await write.Completion;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await _engine.DisposeAsync();
        _thread?.Dispose();
    }

    private async Task RunAsync()
    {
        var group = new List<Write>(LargestGroup);
        var lastCommit = 0L;
        while (await _queue.Reader.WaitToReadAsync())
        {
            // Not on the thread of whoever queued the first write.
            await Task.Yield();
            if (Stopwatch.GetElapsedTime(lastCommit) < Gap) await Task.Delay(Gap);
            group.Clear();
            while (group.Count < LargestGroup && _queue.Reader.TryRead(out var write)) group.Add(write);
            await CommitAsync(group);
            lastCommit = Stopwatch.GetTimestamp();
        }
    }

    private async Task CommitAsync(List<Write> group)
    {
        var began = Stopwatch.GetTimestamp();
        for (var mayRepeat = true; ; mayRepeat = false)
        {
            DbConnection? connection = null;
            var isAsked = false;
            try
            {
                await using var transaction = await _engine.BeginAsync();
                connection = transaction.Connection!;
                await RunAsync(group, transaction, connection);
                isAsked = true;
                await transaction.CommitAsync();
                Interlocked.Increment(ref _commits);
                break;
            }
            catch (Exception failure)
            {
                // Ended from the other side before its commit: all of it is undone, and it may run once more (a busy process is taken for a stopped one).
                if (mayRepeat && !isAsked && connection is { State: not ConnectionState.Open } && Stopwatch.GetElapsedTime(began) < LongestRepeated) continue;
                // Nothing of the group is durable, or nobody knows: every caller must hear so, whatever the reason was. What a broken connection makes of a
                // statement is no word about the statement.
                var told = connection is { State: not ConnectionState.Open } && failure is not DbException ? new IOException("The connection to the database broke.", failure) : failure;
                foreach (var write in group) write.Fail(told);
                return;
            }
        }

        Committed?.Invoke(group.Count, Stopwatch.GetElapsedTime(began));
        foreach (var write in group) write.Finish();
    }

    private static async Task RunAsync(List<Write> group, DbTransaction transaction, DbConnection connection)
    {
        foreach (var write in group)
        {
            await transaction.SaveAsync("one");
            if (!await write.TryRunAsync(connection))
            {
                // Without a connection there is no savepoint to go back to: why it broke is what everybody must hear.
                if (connection.State != ConnectionState.Open && write.Failure is { } broken) throw broken;
                await transaction.RollbackAsync("one");
            }

            await transaction.ReleaseAsync("one");
        }
    }

    private abstract class Write
    {
        /// <returns>False where the work threw: its savepoint must be undone.</returns>
        public abstract Task<bool> TryRunAsync(DbConnection connection);

        /// <summary>Why the work threw.</summary>
        public abstract Exception? Failure { get; }

        public abstract void Finish();

        public abstract void Fail(Exception failure);
    }

    private sealed class Write<T>(Func<DbConnection, Task<T>> work) : Write
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task<T>? _outcome;

        public Task<T> Completion => _completion.Task;

        public override Exception? Failure => _outcome?.Exception?.InnerException;

        public override async Task<bool> TryRunAsync(DbConnection connection)
        {
            _outcome = RunAsync(connection);
            await ((Task)_outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return _outcome.IsCompletedSuccessfully;
        }

        public override void Finish() => _completion.TrySetFromTask(_outcome!);

        public override void Fail(Exception failure) => _completion.TrySetException(failure);

        // Makes work that throws before its first await a failed task as well.
        private async Task<T> RunAsync(DbConnection connection) => await work(connection);
    }
}
