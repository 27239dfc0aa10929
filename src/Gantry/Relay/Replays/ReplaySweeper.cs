namespace Gantry.Relay.Replays;

/// <summary>Finds the kept answers before the first request comes, and removes them when their time is over.</summary>
internal sealed class ReplaySweeper(ReplayDesk desk, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        desk.Load();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            desk.Sweep();
        }
    }
}
