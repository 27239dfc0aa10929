using Gantry.Relay;

namespace Gantry.Hosting;

/// <summary>
/// The end of the process, in order: not ready at once; for some seconds new requests are still taken, so that whoever shares out the traffic
/// can notice; running answers go on for a while; what still runs then is told so in its own protocol and settled. Without a running answer
/// none of this takes time.
/// </summary>
internal sealed class DrainState : IHostedLifecycleService
{
    // Time for the last words and settlements between the end of the grace and the end of the host.
    public static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Accepting = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

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

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Holds the server open: it stops taking connections, the readiness probe's among them, when this returns.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Draining = true;
        var since = _time.GetTimestamp();
        var bound = _limits.Drain < Accepting ? _limits.Drain : Accepting;
        while (_watch.Count > 0 && _time.GetElapsedTime(since) < bound)
        {
            await Task.Delay(Look, _time, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _grace?.Dispose();
        _stopping.Dispose();
        return Task.CompletedTask;
    }

    private void Begin()
    {
        Draining = true;
        _grace = _time.CreateTimer(_ => _watch.StopAll(StopCause.Draining), null, _limits.Drain, Timeout.InfiniteTimeSpan);
    }
}
