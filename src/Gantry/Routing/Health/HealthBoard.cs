using System.Collections.Concurrent;
using Gantry.Billing;
using Gantry.Snapshot;

namespace Gantry.Routing.Health;

/// <summary>What the gateway's own traffic tells of its upstreams. In memory, of this node; thread safe; every call is constant in time.</summary>
/// <remarks>
/// What an outcome counts against is the table in <see cref="OutcomeEffect"/>; when something rests and comes back stands in <see cref="Breaker"/>,
/// <see cref="Circuit"/> and <see cref="CoolingPlan"/>. Time is monotonic throughout.
/// </remarks>
internal sealed class HealthBoard(TimeProvider time)
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, HostHealth> _hosts = new(StringComparer.Ordinal);
    private readonly JitterSource _jitter = new((ulong)time.GetUtcNow().Ticks);
    private readonly Lock _following = new();
    private readonly long _start = time.GetTimestamp();
    private GatewaySnapshot? _followed;
    private RouteTargets _live = RouteTargets.None;
    private TimeSpan _sweptAt;
    private volatile bool _trafficChecks;

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>Told what went out of use or came back, afterwards and on the thread of the attempt that showed it: be quick.</summary>
    public Action<HealthChange>? Changed { get; set; }

    /// <summary>The targets of the configuration that was followed last.</summary>
    public RouteTargets Live => Volatile.Read(ref _live);

    /// <summary>Where a target stands now.</summary>
    public HealthView Look(RouteTarget target) => _hosts.TryGetValue(target.Upstream, out var host)
        ? host.Look(target, Now, time.GetUtcNow(), _trafficChecks)
        : new HealthView { Target = target, State = HealthState.Healthy };

    /// <summary>Where a target stands now and how it has done.</summary>
    public HealthReport Report(RouteTarget target) => _hosts.TryGetValue(target.Upstream, out var host)
        ? host.Report(target, Now, time.GetUtcNow(), _trafficChecks)
        : new HealthReport(new HealthView { Target = target, State = HealthState.Healthy }, default, default);

    /// <summary>Of every target that is used or is not as good as new; in the order of upstreams, models and credentials.</summary>
    public IReadOnlyList<HealthReport> All()
    {
        var all = new List<HealthReport>();
        foreach (var host in _hosts.Values)
        {
            host.Report(all, Now, time.GetUtcNow(), _trafficChecks);
        }

        return [.. all
            .OrderBy(report => report.View.Target.Upstream, StringComparer.Ordinal)
            .ThenBy(report => report.View.Target.UpstreamModel, StringComparer.Ordinal)
            .ThenBy(report => report.View.Target.CredentialId)];
    }

    /// <summary>An attempt begins, whether or not the target admits one.</summary>
    public HealthTicket Begin(RouteTarget target)
    {
        Begin(target, only: false, _trafficChecks, out var ticket);
        return ticket;
    }

    /// <summary>An attempt begins where the target admits one: of two that see a target to be probed, one goes.</summary>
    public bool TryBegin(RouteTarget target, out HealthTicket ticket) => Begin(target, only: true, _trafficChecks, out ticket);

    /// <summary>An attempt begins that is made to see, of a target that waits for that; a refused credential whose check is due is one.</summary>
    public bool TryBeginCheck(RouteTarget target, out HealthTicket ticket) => Begin(target, only: true, check: true, out ticket);

    /// <summary>How long a target waits for somebody to see; null where it does not, or somebody is about it.</summary>
    public TimeSpan? Overdue(RouteTarget target) => _hosts.TryGetValue(target.Upstream, out var host) ? host.Overdue(target, Now) : null;

    /// <summary>The first content of an answer has come. Lets others to a target that this attempt probes, instead of at its end.</summary>
    public void NoteContent(HealthTicket ticket)
    {
        if (ticket.IsProbe && _hosts.TryGetValue(ticket.Target.Upstream, out var host))
        {
            Tell(host.NoteContent(ticket, Now));
        }
    }

    /// <summary>It has ended.</summary>
    /// <param name="ticket">From <see cref="Begin(RouteTarget)"/> or its kin.</param>
    /// <param name="outcome">How.</param>
    /// <param name="retryAfter">How long the upstream asks to be left alone; null where it does not, or says nothing that makes sense.</param>
    public void End(HealthTicket ticket, AttemptOutcome outcome, TimeSpan? retryAfter = null)
    {
        if (_hosts.TryGetValue(ticket.Target.Upstream, out var host))
        {
            Tell(host.End(ticket, outcome, retryAfter, Now));
        }
    }

    /// <summary>Takes note of the configuration, and forgets what need not be kept. Called now and then; cheap where nothing changed.</summary>
    public void Follow(GatewaySnapshot snapshot)
    {
        lock (_following)
        {
            _trafficChecks = !snapshot.Settings.ActiveProbes;
            var isNew = !ReferenceEquals(snapshot, _followed);
            if (isNew)
            {
                var live = RouteTargets.Of(snapshot);
                ResetChanged(Live, live);
                Volatile.Write(ref _live, live);
                _followed = snapshot;
            }

            if (isNew || Now - _sweptAt >= SweepEvery)
            {
                Sweep();
            }
        }
    }

    private bool Begin(RouteTarget target, bool only, bool check, out HealthTicket ticket)
    {
        while (true)
        {
            if (!_hosts.TryGetValue(target.Upstream, out var host))
            {
                host = _hosts.GetOrAdd(target.Upstream, new HostHealth(target.Upstream, _jitter));
            }

            if (host.TryBegin(target, only, check, Now, out var number, out var isProbe) is { } began)
            {
                ticket = new HealthTicket(target, isProbe, time.GetTimestamp()) { Number = number };
                return began;
            }
        }
    }

    private void ResetChanged(RouteTargets before, RouteTargets after)
    {
        foreach (var (name, upstream) in after.Upstreams)
        {
            if (!before.Upstreams.TryGetValue(name, out var old) || !_hosts.TryGetValue(name, out var host))
            {
                continue;
            }

            if (!RouteTargets.IsSamePlace(old, upstream))
            {
                host.Reset();
                continue;
            }

            foreach (var credential in upstream.Credentials.Where(credential => old.Credentials.Any(known => known.Id == credential.Id && known.Secret != credential.Secret)))
            {
                host.Reset(credential.Id);
            }
        }
    }

    private void Sweep()
    {
        var live = Live;
        _sweptAt = Now;
        foreach (var host in _hosts.Values)
        {
            host.Sweep(Now, live.Contains);
            if (!live.Upstreams.ContainsKey(host.Upstream) && host.TryForget())
            {
                _hosts.TryRemove(host.Upstream, out _);
            }
        }
    }

    private void Tell(List<HealthChange>? changes)
    {
        if (changes is null || Changed is not { } changed)
        {
            return;
        }

        foreach (var change in changes)
        {
            changed(change);
        }
    }
}
