using System.Collections.Concurrent;
using Gantry.Billing;

namespace Gantry.Routing.Health;

/// <summary>What the gateway's own traffic tells of its upstreams. In memory, of this node; thread safe.</summary>
internal sealed class HealthBoard(TimeProvider time)
{
    private readonly ConcurrentDictionary<RouteTarget, int> _inFlight = new();

    /// <summary>Where a target stands now.</summary>
    public HealthView Look(RouteTarget target) =>
        new() { Target = target, State = HealthState.Healthy, InFlight = _inFlight.GetValueOrDefault(target) };

    /// <summary>An attempt begins.</summary>
    public HealthTicket Begin(RouteTarget target)
    {
        _inFlight.AddOrUpdate(target, 1, static (_, count) => count + 1);
        return new HealthTicket(target, IsProbe: false, time.GetTimestamp());
    }

    /// <summary>It has ended.</summary>
    /// <param name="ticket">From <see cref="Begin"/>.</param>
    /// <param name="outcome">How.</param>
    /// <param name="retryAfter">How long the upstream asks to be left alone; null where it does not, or says nothing that makes sense.</param>
    public void End(HealthTicket ticket, AttemptOutcome outcome, TimeSpan? retryAfter = null) =>
        _inFlight.AddOrUpdate(ticket.Target, 0, static (_, count) => count - 1);
}
