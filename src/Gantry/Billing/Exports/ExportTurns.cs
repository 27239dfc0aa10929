namespace Gantry.Billing.Exports;

/// <summary>One export at a time for an account: it reads much, and a second one is most often the first one asked for again.</summary>
internal sealed class ExportTurns
{
    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _running = [];

    /// <returns>To be disposed of at the end; null where one is running.</returns>
    public IDisposable? TryBegin(Guid account)
    {
        lock (_gate) return _running.Add(account) ? new Turn(this, account) : null;
    }

    private sealed class Turn(ExportTurns turns, Guid account) : IDisposable
    {
        public void Dispose()
        {
            lock (turns._gate) turns._running.Remove(account);
        }
    }
}
