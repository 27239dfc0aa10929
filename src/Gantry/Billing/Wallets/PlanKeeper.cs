using Gantry.Billing.Ledger;
using Gantry.Nodes;

namespace Gantry.Billing.Wallets;

/// <summary>Takes back what is left of the plans' periods that have ended: at the start, and every hour.</summary>
internal sealed class PlanKeeper(PayingWallets payers, IPlanStore plans, GatewayRun run, TimeProvider time, ILogger<PlanKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the loop: what is left is taken back after the next start.
            return;
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            if (run.HasDuties) await plans.EndAsync(cancellation);
            await payers.RefreshAsync(cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogWarning("What is left of plans that have ended stays until the next look: {Failure}", failure.Message);
        }
    }
}
