using Gantry.Billing.Ledger;

namespace Gantry.Billing.Wallets;

/// <summary>Keeps this run alive in the ledger and gives back what idle allowances hold; all of it at the end.</summary>
internal sealed class AllowanceKeeper(WalletDesk desk, ILedgerStore ledger, GatewayRun run, TimeProvider time, ILogger<AllowanceKeeper> log) : BackgroundService
{
    /// <summary>After so long without a request, a wallet's allowance goes back: its owner sees the whole balance as available, and so do other nodes.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

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
                await TryAsync(ledger.RenewRunAsync(run.Number, stoppingToken));
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
