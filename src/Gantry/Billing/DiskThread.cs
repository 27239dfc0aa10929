using System.Diagnostics.CodeAnalysis;

namespace Gantry.Billing;

/// <summary>
/// A thread of its own for work that waits for a disk inside of its calls. On the pool it would take a worker from requests meanwhile, and there are as many as there
/// are processors: with one, everybody stands still for as long as a commit takes (decision 0048).
/// </summary>
/// <remarks>One task at a time, in the order in which they came. Asynchronous work comes back here after each await that does not say otherwise.</remarks>
internal sealed class DiskThread : TaskScheduler, IDisposable
{
    // Also the lock. Not one of the collections that block: they spin before they do, which costs more than some of the work.
    private readonly Queue<Task> _waiting = new();
    private bool _isEnding;

    /// <param name="name">For people who look at the threads of the process; 15 letters are shown.</param>
    public DiskThread(string name) => new Thread(Work) { IsBackground = true, Name = name }.Start();

    public override int MaximumConcurrencyLevel => 1;

    public Task RunAsync(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    public Task RunAsync(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    public Task<T> RunAsync<T>(Func<Task<T>> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Ends the thread behind what waits. Nothing may be given to it from now on.</summary>
    public void Dispose()
    {
        lock (_waiting)
        {
            _isEnding = true;
            Monitor.Pulse(_waiting);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_waiting)
        {
            ObjectDisposedException.ThrowIf(_isEnding, this);
            _waiting.Enqueue(task);
            Monitor.Pulse(_waiting);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => ReferenceEquals(Current, this) && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_waiting)
        {
            return [.. _waiting];
        }
    }

    private void Work()
    {
        while (TryNext(out var task)) TryExecuteTask(task);
    }

    private bool TryNext([NotNullWhen(true)] out Task? task)
    {
        lock (_waiting)
        {
            while (!_waiting.TryDequeue(out task))
            {
                if (_isEnding) return false;
                Monitor.Wait(_waiting);
            }

            return true;
        }
    }
}
