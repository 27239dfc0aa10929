using Gantry.Billing.Ledger;
using Gantry.Nodes;

namespace Gantry.Billing.Wallets;

/// <summary>Tells the ledger that this run lives: every five seconds, and at once where a request finds that it was not told for too long.</summary>
/// <param name="ledger">The durable side.</param>
/// <param name="run">This process.</param>
/// <param name="ended">Called where it was taken for dead, with the number that it goes on under and the moment before it was asked for: nothing that was set aside is there any more.</param>
/// <param name="time">The clock.</param>
internal sealed class RunRenewal(ILedgerStore ledger, GatewayRun run, Action<long, long> ended, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<bool>? _running;

    /// <summary>One at a time; who comes meanwhile joins it.</summary>
    /// <returns>Whether the run was taken for dead and goes on under another number.</returns>
    public Task<bool> RenewAsync()
    {
        lock (_gate) return _running ??= DoAsync();
    }

    private async Task<bool> DoAsync()
    {
        // Away from the lock, under which it is called.
        await Task.Yield();
        try
        {
            return await TellAsync();
        }
        finally
        {
            lock (_gate) _running = null;
        }
    }

    private async Task<bool> TellAsync()
    {
        var asked = time.GetTimestamp();
        try
        {
            var census = await ledger.RenewRunAsync(run.Number, CancellationToken.None);
            if (run.IsShared) run.Renewed(asked, census);
            return false;
        }
        catch (RunEndedException) when (run.Facts is { } facts)
        {
            // Too long without a word: others have given back what this one had set aside (reliability R-25).
            asked = time.GetTimestamp();
            ended(await ledger.BeginRunAsync(facts, CancellationToken.None), asked);
            return true;
        }
    }
}
