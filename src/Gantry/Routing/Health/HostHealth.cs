using Gantry.Billing;

namespace Gantry.Routing.Health;

/// <summary>What is kept of one upstream: whether it can be reached, its credentials and its targets. All under one lock that is held for nanoseconds.</summary>
internal sealed class HostHealth(string upstream, JitterSource jitter)
{
    private const int ConnectFailuresInARow = 3;

    // Longer than any answer or socket lives.
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromHours(2);

    private readonly Lock _gate = new();
    private readonly Breaker _host = new(ConnectFailuresInARow);
    private readonly Dictionary<Guid, CredentialGate> _credentials = [];
    private readonly Dictionary<(Guid Credential, string Model), TargetHealth> _targets = [];
    private long _attempts;
    private long _resetAt;
    private bool _isForgotten;

    public string Upstream => upstream;

    /// <summary>Where a target stands; what <see cref="Report(RouteTarget, TimeSpan, DateTimeOffset, bool)"/> says without the counts.</summary>
    public HealthView Look(RouteTarget target, TimeSpan now, DateTimeOffset clock, bool checkable)
    {
        lock (_gate)
        {
            _targets.TryGetValue((target.CredentialId, target.UpstreamModel), out var kept);
            return Stand(target, kept, now, checkable).View(target, kept, _host.FailedLast, now, clock);
        }
    }

    /// <summary>Where a target stands and how it has done.</summary>
    /// <param name="target">One of this upstream.</param>
    /// <param name="now">The present, monotonic.</param>
    /// <param name="clock">The same for people.</param>
    /// <param name="checkable">A request may be what checks a refused credential.</param>
    public HealthReport Report(RouteTarget target, TimeSpan now, DateTimeOffset clock, bool checkable)
    {
        lock (_gate)
        {
            _targets.TryGetValue((target.CredentialId, target.UpstreamModel), out var kept);
            var view = Stand(target, kept, now, checkable).View(target, kept, _host.FailedLast, now, clock);
            return kept is null ? new HealthReport(view, default, default) : kept.Report(view, now);
        }
    }

    /// <summary>Of every target that has a record.</summary>
    public void Report(List<HealthReport> into, TimeSpan now, DateTimeOffset clock, bool checkable)
    {
        lock (_gate)
        {
            foreach (var kept in _targets.Values)
            {
                into.Add(kept.Report(Stand(kept.Target, kept, now, checkable).View(kept.Target, kept, _host.FailedLast, now, clock), now));
            }
        }
    }

    /// <summary>Begins an attempt.</summary>
    /// <param name="target">At whom.</param>
    /// <param name="only">Only where the target admits it.</param>
    /// <param name="check">The attempt is made to see, so a refused credential whose check is due admits it.</param>
    /// <param name="now">The present.</param>
    /// <param name="number">Of the attempt; 0 where it did not begin.</param>
    /// <param name="isProbe">It is what others wait for.</param>
    /// <returns>Whether it began; null where this record has been forgotten and another is to be asked.</returns>
    public bool? TryBegin(RouteTarget target, bool only, bool check, TimeSpan now, out long number, out bool isProbe)
    {
        lock (_gate)
        {
            var key = (target.CredentialId, target.UpstreamModel);
            _targets.TryGetValue(key, out var kept);
            var stand = Stand(target, kept, now, check);
            number = 0;
            if (_isForgotten)
            {
                isProbe = false;
                return null;
            }

            isProbe = stand.State == HealthState.Probing && !stand.IsProbed;
            if (only && !isProbe && stand.State != HealthState.Healthy)
            {
                return false;
            }

            number = ++_attempts;
            if (kept is null)
            {
                _targets.Add(key, kept = new TargetHealth(target));
            }

            kept.Begin(now);
            if (isProbe)
            {
                Probe(_host.Circuit, number, now);
                Probe(kept.Breaker.Circuit, number, now);
                Probe(_credentials.GetValueOrDefault(target.CredentialId)?.Circuit, number, now);
            }

            return true;
        }
    }

    /// <summary>How long somebody should have been sent to see, and nobody was; null where nobody is to be sent.</summary>
    public TimeSpan? Overdue(RouteTarget target, TimeSpan now)
    {
        lock (_gate)
        {
            _targets.TryGetValue((target.CredentialId, target.UpstreamModel), out var kept);
            var stand = Stand(target, kept, now, checkable: true);
            return stand.State == HealthState.Probing && !stand.IsProbed ? now - stand.Until : null;
        }
    }

    /// <summary>A probe has brought content: what it was to show is shown, however long the answer is.</summary>
    public List<HealthChange>? NoteContent(HealthTicket ticket, TimeSpan now)
    {
        lock (_gate)
        {
            if (!_targets.TryGetValue((ticket.Target.CredentialId, ticket.Target.UpstreamModel), out var kept))
            {
                return null;
            }

            List<HealthChange>? changes = null;
            Judge(ticket, kept, OutcomeEffect.Of(AttemptOutcome.Served), AttemptOutcome.Served, now, ref changes);
            return changes;
        }
    }

    /// <summary>Ends an attempt.</summary>
    /// <returns>What changed by it; null, as nearly always, where nothing did.</returns>
    public List<HealthChange>? End(HealthTicket ticket, AttemptOutcome outcome, TimeSpan? retryAfter, TimeSpan now)
    {
        lock (_gate)
        {
            // It may be gone with its upstream's place in the configuration.
            if (!_targets.TryGetValue((ticket.Target.CredentialId, ticket.Target.UpstreamModel), out var kept))
            {
                return null;
            }

            List<HealthChange>? changes = null;
            var effect = OutcomeEffect.Of(outcome);
            kept.End(outcome, effect, now);
            Judge(ticket, kept, effect, outcome, now, ref changes);
            if (outcome == AttemptOutcome.RateLimited && kept.Limit.Note(ticket.Number, retryAfter, _attempts, now, jitter))
            {
                (changes ??= []).Add(new HealthChange(ticket.Target, HealthCause.RateLimit, HealthState.Cooling, outcome, kept.Limit.Until - now));
            }
            else if (outcome == AttemptOutcome.Served)
            {
                kept.Limit.NoteServed(ticket.Number);
            }

            return changes;
        }
    }

    /// <summary>The upstream's address or its like has changed: what was known is of another.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _resetAt = _attempts;
            _host.Reset(_attempts);
            _credentials.Clear();
            foreach (var kept in _targets.Values)
            {
                kept.Reset(_attempts);
            }
        }
    }

    /// <summary>The secret of a credential has changed.</summary>
    public void Reset(Guid credential)
    {
        lock (_gate)
        {
            _resetAt = _attempts;
            _credentials.Remove(credential);
            foreach (var kept in _targets.Values.Where(kept => kept.Target.CredentialId == credential))
            {
                kept.Reset(_attempts);
            }
        }
    }

    /// <summary>Forgets what is as good as new, and what is no longer in the configuration.</summary>
    public void Sweep(TimeSpan now, Func<RouteTarget, bool> isLive)
    {
        lock (_gate)
        {
            foreach (var (key, kept) in _targets)
            {
                if (now - kept.LastUsed > LongestAttempt)
                {
                    kept.DropLost();
                }

                if (kept.InFlight == 0 && (kept.IsForgettable(now) || !isLive(kept.Target)))
                {
                    _targets.Remove(key);
                }
            }

            foreach (var (id, credential) in _credentials)
            {
                if (credential.Circuit.IsForgotten(now) || _targets.Keys.All(key => key.Credential != id))
                {
                    _credentials.Remove(id);
                }
            }
        }
    }

    /// <summary>The upstream is no longer in the configuration.</summary>
    /// <returns>False as long as attempts are under way there.</returns>
    public bool TryForget()
    {
        lock (_gate)
        {
            return _isForgotten = _targets.Count == 0;
        }
    }

    private void Judge(HealthTicket ticket, TargetHealth kept, OutcomeEffect effect, AttemptOutcome outcome, TimeSpan now, ref List<HealthChange>? changes)
    {
        if (_host.Note(ticket.Number, effect.Host, outcome, _attempts, now, jitter))
        {
            (changes ??= []).Add(Change(ticket.Target, HealthCause.Upstream, _host.Circuit, outcome, now));
        }

        if (kept.Breaker.Note(ticket.Number, effect.Target, outcome, _attempts, now, jitter))
        {
            (changes ??= []).Add(Change(ticket.Target, HealthCause.Target, kept.Breaker.Circuit, outcome, now));
        }

        if (!_credentials.TryGetValue(ticket.Target.CredentialId, out var credential) && effect.Credential == Evidence.Bad)
        {
            _credentials.Add(ticket.Target.CredentialId, credential = new CredentialGate(_resetAt));
        }

        if (credential is not null && credential.Note(ticket.Number, effect.Credential, outcome, _attempts, now, jitter))
        {
            (changes ??= []).Add(Change(ticket.Target, HealthCause.Credential, credential.Circuit, outcome, now));
        }
    }

    private TargetStand Stand(RouteTarget target, TargetHealth? kept, TimeSpan now, bool checkable)
    {
        var stand = new TargetStand(HealthState.Healthy, HealthCause.None, default, default, false);
        var credential = _credentials.GetValueOrDefault(target.CredentialId)?.Circuit;
        if (credential is { IsOpen: true } && !(checkable && credential.IsHalfOpen(now)))
        {
            return new TargetStand(HealthState.Out, HealthCause.Credential, credential.Reason, credential.Until, false);
        }

        stand = stand.With(HealthCause.Credential, credential, now).With(HealthCause.Upstream, _host.Circuit, now);
        if (kept is null)
        {
            return stand;
        }

        stand = stand.With(HealthCause.Target, kept.Breaker.Circuit, now);
        return kept.Limit.Rests(now) ? stand.Resting(HealthCause.RateLimit, AttemptOutcome.RateLimited, kept.Limit.Until) : stand;
    }

    private static void Probe(Circuit? circuit, long attempt, TimeSpan now)
    {
        if (circuit is { IsOpen: true })
        {
            circuit.TakeProbe(attempt, now);
        }
    }

    private static HealthChange Change(RouteTarget target, HealthCause cause, Circuit circuit, AttemptOutcome outcome, TimeSpan now) => circuit.IsOpen
        ? new HealthChange(target, cause, cause == HealthCause.Credential ? HealthState.Out : HealthState.Cooling, outcome, circuit.Until - now)
        : new HealthChange(target, cause, HealthState.Healthy, outcome, null);
}
