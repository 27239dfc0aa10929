using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Nodes;

namespace Gantry.Billing.Wallets;

/// <summary>
/// Asks the ledger for what caps are judged by: what others have charged, or where several servers spend under a cap, a share of it. One call at a time for each cap: while
/// it runs nothing more is granted out of the share, so that what the ledger believes to be in use is never less than what is.
/// </summary>
/// <param name="gate">The lock that the tallies are under.</param>
/// <param name="tallies">What caps count.</param>
/// <param name="ledger">The durable side.</param>
/// <param name="run">This process.</param>
/// <param name="bus">The other servers.</param>
/// <param name="time">The clock.</param>
internal sealed class CapShares(Lock gate, SpendTallies tallies, ILedgerStore ledger, GatewayRun run, INodeBus bus, TimeProvider time)
{
    // Others need a word and a commit to give back what they have to spare.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);

    /// <summary>Ends when there is something new to judge by.</summary>
    public async Task LoadAsync(CapLack lack, CancellationToken cancellation)
    {
        if (lack.Ask is not { } ask)
        {
            var spent = await ledger.SpentAsync(lack.Key.Scope, lack.Key.Id, lack.Key.Since, run.Number, cancellation);
            lock (gate) tallies.Load(lack.Key, spent);
            return;
        }

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Begin(ref ask, ended.Task);
        if (running != ended.Task)
        {
            await running.WaitAsync(cancellation);
            return;
        }

        try
        {
            var grant = await TakeAsync(lack.Key, ask);
            lock (gate) tallies.Load(ask, grant, time.GetUtcNow());
        }
        finally
        {
            End(ask.Subject, ended);
        }
    }

    /// <summary>Another server lacks a share of something: what is not used here goes back.</summary>
    public void Spare(string subject)
    {
        long keep;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            // Who is asking for more has nothing to spare.
            if (_running.ContainsKey(subject) || tallies.Spare(subject) is not { } used) return;
            keep = used;
            _running.Add(subject, ended.Task);
        }

        _ = KeepAsync(subject, keep, ended);
    }

    // What another is doing for the same cap, or this one.
    private Task Begin(ref ShareAsk ask, Task ended)
    {
        lock (gate)
        {
            if (_running.TryGetValue(ask.Subject, out var other)) return other;
            _running.Add(ask.Subject, ended);
            ask = tallies.Freeze(ask);
            return ended;
        }
    }

    private void End(string subject, TaskCompletionSource ended)
    {
        lock (gate) _running.Remove(subject);
        ended.SetResult();
    }

    private async Task<ShareGrant> TakeAsync(SpendKey key, ShareAsk ask)
    {
        using var gift = new AwaitedGift(bus, ask.Subject, run.Number);
        var grant = await ledger.TakeCapAsync(run.Number, ask, key, run.Nodes, CancellationToken.None);
        if (grant.Granted || grant.Others == 0) return grant;
        await gift.WaitAsync(Patience, time);
        return await ledger.TakeCapAsync(run.Number, ask, key, run.Nodes, CancellationToken.None);
    }

    private async Task KeepAsync(string subject, long keep, TaskCompletionSource ended)
    {
        try
        {
            await ledger.KeepCapAsync(run.Number, subject, keep, CancellationToken.None);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The ledger believes in more than is used here, which harms nobody but those who wait; the next word finds it again.
            lock (gate) tallies.Forget(subject);
        }
        finally
        {
            End(subject, ended);
        }
    }
}
