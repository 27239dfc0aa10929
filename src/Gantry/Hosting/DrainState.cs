using Gantry.Relay;

namespace Gantry.Hosting;

/// <summary>
/// The end of the process, in order: not ready at once; for five seconds new requests are still taken, so that whoever shares out the traffic
/// can notice, and each answer closes its connection; running answers go on for a while; what still runs then is told so in its own protocol and
/// settled. Without a running answer, and where nobody has asked <c>/readyz</c> lately, none of this takes time.
/// </summary>
internal sealed class DrainState : IHostedLifecycleService
{
    // Time for the last words and settlements between the end of the grace and the end of the host.
    public static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Accepting = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    // Balancers and orchestrators ask every few seconds.
    private static readonly TimeSpan Watched = TimeSpan.FromMinutes(1);

    private readonly ExchangeWatch _watch;
    private readonly RelayLimits _limits;
    private readonly TimeProvider _time;
    private readonly CancellationTokenRegistration _stopping;
    private ITimer? _grace;
    private long _looked;
    private bool _held;

    public DrainState(IHostApplicationLifetime lifetime, ExchangeWatch watch, RelayLimits limits, TimeProvider time)
    {
        _watch = watch;
        _limits = limits;
        _time = time;
        _stopping = lifetime.ApplicationStopping.Register(Begin);
    }

    /// <summary>True from the moment the process was asked to stop.</summary>
    public bool Draining { get; private set; }

    /// <summary>Somebody has asked whether this process should be given traffic.</summary>
    public void NoteLook() => Volatile.Write(ref _looked, _time.GetTimestamp());

    /// <summary>Middleware: while the process drains, an answer is the last of its connection. Who keeps connections open would lose what it sends on one at its end.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (Draining)
        {
            http.Response.OnStarting(static state => CloseAsync((HttpContext)state), http);
        }

        return next(http);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Holds the server open: it stops taking connections, the readiness probe's among them, when this returns.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Draining = true;
        // A host is stopped twice: when it is asked to end, and when it goes.
        if (Interlocked.Exchange(ref _held, true)) return;
        var since = _time.GetTimestamp();
        var bound = _limits.Drain < Accepting ? _limits.Drain : Accepting;
        var looked = Volatile.Read(ref _looked);
        var isWatched = looked != 0 && _time.GetElapsedTime(looked) < Watched;
        while ((isWatched || _watch.Count > 0) && _time.GetElapsedTime(since) < bound)
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

    private static Task CloseAsync(HttpContext http)
    {
        if (http.Response.StatusCode != StatusCodes.Status101SwitchingProtocols)
        {
            http.Response.Headers.Connection = "close";
        }

        return Task.CompletedTask;
    }

    private void Begin()
    {
        Draining = true;
        _grace = _time.CreateTimer(_ => _watch.StopAll(StopCause.Draining), null, _limits.Drain, Timeout.InfiniteTimeSpan);
    }
}
