using Gantry.Nodes;

namespace Gantry.Access.Limits;

/// <summary>Gives back what this server does not use of limits that several share: each minute, and all of it at the end.</summary>
internal sealed class RateKeeper(RateLimiter limiter, GatewayRun run, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Who cannot be told finds it out when this one is taken for dead.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await limiter.LeaveAsync().WaitAsync(LastWords, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!run.IsShared) return;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await limiter.SweepAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the loop; StopAsync does the rest.
            return;
        }
    }
}
