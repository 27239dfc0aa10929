namespace Gantry.Tests.Billing.Wallets;

/// <summary>Runs what awaits on the thread of the test, in the order in which it came, and only when the test says so: the same schedule runs the same way each time.</summary>
internal sealed class Pump : SynchronizationContext, IDisposable
{
    private readonly Queue<(SendOrPostCallback Work, object? State)> _queue = new();
    private readonly SynchronizationContext? _former = Current;

    public Pump() => SetSynchronizationContext(this);

    public override void Post(SendOrPostCallback d, object? state) => _queue.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    /// <summary>Until nothing moves any more.</summary>
    public void Drain()
    {
        while (_queue.TryDequeue(out var next)) next.Work(next.State);
    }

    /// <summary>The outcome of work that waits for nobody.</summary>
    public T Finish<T>(Task<T> work)
    {
        Drain();
        return work.IsCompleted ? work.GetAwaiter().GetResult() : throw new InvalidOperationException("Something waits for what never comes.");
    }

    /// <inheritdoc cref="Finish{T}"/>
    public void Finish(Task work)
    {
        Drain();
        if (!work.IsCompleted) throw new InvalidOperationException("Something waits for what never comes.");
        work.GetAwaiter().GetResult();
    }

    public void Dispose() => SetSynchronizationContext(_former);
}
