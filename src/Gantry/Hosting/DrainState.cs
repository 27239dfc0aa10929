using Gantry.Relay;

namespace Gantry.Hosting;

/// <summary>
/// The end of the process, in order: not ready at once, running answers go on for a while, what still runs then is told so in its own
/// protocol and settled. The server stops taking connections by itself.
/// </summary>
internal sealed class DrainState : IHostedService
{
    // Time for the last words and settlements between the end of the grace and the end of the host.
    public static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    private readonly ExchangeWatch _watch;
    private readonly RelayLimits _limits;
    private readonly TimeProvider _time;
    private readonly CancellationTokenRegistration _stopping;
    private ITimer? _grace;

    public DrainState(IHostApplicationLifetime lifetime, ExchangeWatch watch, RelayLimits limits, TimeProvider time)
    {
        _watch = watch;
        _limits = limits;
        _time = time;
        _stopping = lifetime.ApplicationStopping.Register(Begin);
    }

    /// <summary>True from the moment the process was asked to stop.</summary>
    public bool Draining { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _grace?.Dispose();
        _stopping.Dispose();
        return Task.CompletedTask;
    }

    private void Begin()
    {
        Draining = true;
        _grace = _time.CreateTimer(_ => _watch.StopAll(StopReason.Draining), null, _limits.Drain, Timeout.InfiniteTimeSpan);
    }
}
