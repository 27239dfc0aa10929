using Gantry.Observe;
using Gantry.Routing.Health;

namespace Gantry.Relay.Probes;

/// <summary>Lets <see cref="ActiveProbes"/> look twice a second, and tells metrics and log what changes on the <see cref="HealthBoard"/>.</summary>
internal sealed class ProbeService(ActiveProbes probes, HealthBoard health, GatewayMeter meter, TimeProvider time, ILogger<ProbeService> logger) : BackgroundService
{
    // A first probe is promised within a second of the end of a rest (reliability R-23).
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        health.Changed += Note;
        IReadOnlyCollection<Task> running = [];
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            do
            {
                running = probes.Look(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            health.Changed -= Note;
            await Task.WhenAll(running);
        }
    }

    private void Note(HealthChange change)
    {
        meter.CountHealth(change.Target.Upstream, TelemetryWords.Of(change.Cause), TelemetryWords.Of(change.State));
        if (change.For is { } rest)
        {
            HealthLog.WentOut(logger, change.Target.Upstream, change.Target.UpstreamModel, change.Target.CredentialId, change.Cause, change.State, change.Reason, Math.Round(rest.TotalSeconds, 1));
        }
        else
        {
            HealthLog.CameBack(logger, change.Target.Upstream, change.Target.UpstreamModel, change.Target.CredentialId, change.Cause);
        }
    }
}
