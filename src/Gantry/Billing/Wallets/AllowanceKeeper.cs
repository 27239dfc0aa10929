using Gantry.Billing.Ledger;
using Gantry.Nodes;

namespace Gantry.Billing.Wallets;

/// <summary>
/// Keeps this run alive in the ledger and gives back what idle allowances hold; all of it at the end. Among several servers it also gives back what those that have
/// died had set aside, and begins a new run where this one was taken for dead.
/// </summary>
internal sealed class AllowanceKeeper(WalletDesk desk, ILedgerStore ledger, GatewayRun run, TimeProvider time, ILogger<AllowanceKeeper> log) : BackgroundService
{
    /// <summary>After so long without a request, a wallet's allowance goes back: its owner sees the whole balance as available, and so do other nodes.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    private long _sweptAt = time.GetTimestamp();

    /// <summary>Gives back everything that no request holds. What cannot be given back now is swept at the next start.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(desk.ReleaseAsync(TimeSpan.Zero, cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(RenewAsync(stoppingToken));
                await TryAsync(desk.ReleaseAsync(Idle, stoppingToken));
                desk.Trim();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the loop; StopAsync does the rest.
            return;
        }
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        if (await desk.RenewAsync()) log.LogWarning("This server was taken for dead: what it had set aside was given back. It goes on as run {Run}.", run.Number);
        if (!run.IsShared || !run.HasDuties || time.GetElapsedTime(_sweptAt) < SweepEvery) return;
        _sweptAt = time.GetTimestamp();
        if (await ledger.SweepDeadAsync(run.Number, cancellation) is > 0 and var closed) log.LogWarning("Gave back what {Closed} allowances of servers that have died had left.", closed);
    }

    private async Task TryAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogWarning("The ledger does not answer; allowances stay as they are: {Failure}", failure.Message);
        }
    }
}
