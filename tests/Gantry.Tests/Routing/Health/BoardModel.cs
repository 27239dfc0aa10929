using Gantry.Billing;
using Gantry.Routing.Health;

namespace Gantry.Tests.Routing.Health;

/// <summary>
/// What a board of one upstream must say, computed from the list of all that ever happened. Lengths of rests are taken from what the board tells and
/// checked against the plan, since only the board knows its jitter.
/// </summary>
internal sealed class BoardModel
{
    private readonly Part _host = new() { LongestRun = 3 };
    private readonly Dictionary<RouteTarget, Part> _targets = [];
    private readonly Dictionary<RouteTarget, Limit> _limits = [];
    private readonly Dictionary<Guid, Part> _credentials = [];
    private readonly Dictionary<RouteTarget, int> _inFlight = [];
    private long _attempts;

    public void Begin(RouteTarget target, bool only, HealthTicket ticket, bool began, double now)
    {
        var (state, _, _, probed) = Stand(target, now);
        var admits = state == HealthState.Healthy || (state == HealthState.Probing && !probed);
        Require(began == (admits || !only), $"began {began} in {state}");
        if (!began)
        {
            return;
        }

        _attempts++;
        _inFlight[target] = _inFlight.GetValueOrDefault(target) + 1;
        Require(ticket.Number == _attempts, "number");
        Require(ticket.IsProbe == (state == HealthState.Probing && !probed), $"probe {ticket.IsProbe} in {state}, probed {probed}");
        if (!ticket.IsProbe)
        {
            return;
        }

        foreach (var part in Parts(target).Where(part => part.Open))
        {
            (part.Probe, part.ProbeSince) = (ticket.Number, now);
        }
    }

    public void End(HealthTicket ticket, AttemptOutcome outcome, double? retryAfter, double now, IReadOnlyList<HealthChange> told)
    {
        var target = ticket.Target;
        _inFlight[target]--;
        var expected = new List<(HealthCause, bool)>();
        var connect = outcome is AttemptOutcome.ConnectFailed or AttemptOutcome.DnsFailed;
        var targetFailed = outcome is AttemptOutcome.UpstreamFailed or AttemptOutcome.FirstByteTimeout;
        var works = outcome is AttemptOutcome.Served or AttemptOutcome.RequestRefused;
        var answered = works || outcome is AttemptOutcome.UpstreamFailed or AttemptOutcome.RateLimited or AttemptOutcome.CredentialRefused;
        Breaker(_host, HealthCause.Upstream, connect ? false : answered ? true : null);
        Breaker(Of(_targets, target), HealthCause.Target, targetFailed ? false : works ? true : null);
        Credential(Of(_credentials, target.CredentialId), outcome == AttemptOutcome.CredentialRefused ? false : works ? true : null);
        Limited(Of(_limits, target));
        Require(told.Select(change => (change.Cause, change.For is not null)).SequenceEqual(expected), $"told {string.Join(", ", told)} instead of {string.Join(", ", expected)}");

        void Breaker(Part part, HealthCause cause, bool? good)
        {
            var wasProbe = part.Probe == ticket.Number;
            part.Probe = wasProbe ? 0 : part.Probe;
            if (good is null || ticket.Number <= part.Changed)
            {
                return;
            }

            if (part.Open)
            {
                if (good.Value)
                {
                    part.Close(_attempts, now);
                    expected.Add((cause, false));
                }
                else if (wasProbe)
                {
                    Open(part, cause, part.Level + 1, 5, 300, 0.1);
                }

                return;
            }

            part.Seen.Add((now, good.Value));
            var lately = part.Seen.Where(seen => Math.Floor(seen.At) > Math.Floor(now) - 30).ToList();
            var run = part.Seen.AsEnumerable().Reverse().TakeWhile(seen => !seen.Good).Count();
            if (!good.Value && (run >= part.LongestRun || (lately.Count >= 5 && lately.Count(seen => !seen.Good) * 2 >= lately.Count)))
            {
                Open(part, cause, part.LevelAt(now, 60), 5, 300, 0.1);
            }
        }

        void Credential(Part part, bool? good)
        {
            var wasProbe = part.Probe == ticket.Number;
            if (good is null)
            {
                if (wasProbe)
                {
                    part.Probe = 0;
                    part.Until = outcome is AttemptOutcome.ClientLeft ? part.Until : Math.Round(now + Math.Min(300 * Math.Pow(2, part.Level), 3600), 7);
                }

                return;
            }

            if (ticket.Number <= part.Changed)
            {
                return;
            }

            if (!good.Value && (!part.Open || wasProbe))
            {
                Open(part, HealthCause.Credential, part.Open ? part.Level + 1 : part.LevelAt(now, 3600), 300, 3600, 0);
            }
            else if (good.Value && part.Open)
            {
                part.Close(_attempts, now);
                expected.Add((HealthCause.Credential, false));
            }
        }

        void Limited(Limit limit)
        {
            if (outcome == AttemptOutcome.Served && ticket.Number > limit.Changed)
            {
                limit.Level = 0;
            }

            if (outcome != AttemptOutcome.RateLimited)
            {
                return;
            }

            if (retryAfter is > 0)
            {
                Rest(limit, now + Math.Min(retryAfter.Value, 300));
            }
            else if (ticket.Number > limit.Changed)
            {
                var change = told.SingleOrDefault(change => change.Cause == HealthCause.RateLimit);
                var plan = Math.Min(Math.Pow(2, limit.Level), 300);
                limit.Level++;
                if (change.For is { } rest)
                {
                    Require(rest.TotalSeconds >= plan * 0.9 && rest.TotalSeconds <= Math.Min(plan * 1.1, 300), $"rest {rest} for plan {plan}");
                    Rest(limit, now + rest.TotalSeconds);
                }
                else
                {
                    Require(limit.Until > now + (plan * 0.9), "no longer rest was told");
                    limit.Changed = _attempts;
                }
            }
        }

        void Rest(Limit limit, double until)
        {
            limit.Changed = _attempts;
            until = Math.Round(until, 7);
            if (until > limit.Until)
            {
                limit.Until = until;
                expected.Add((HealthCause.RateLimit, true));
            }
        }

        void Open(Part part, HealthCause cause, int level, double first, double longest, double jitter)
        {
            expected.Add((cause, true));
            var rest = told.Single(change => change.Cause == cause).For!.Value.TotalSeconds;
            var plan = Math.Min(first * Math.Pow(2, level), longest);
            Require(rest >= (plan * (1 - jitter)) - 1e-6 && rest <= Math.Min(plan * (1 + jitter), longest) + 1e-6, $"{cause} rests {rest} s at level {level}");
            (part.Open, part.Level, part.Until, part.Changed, part.Probe) = (true, level, Math.Round(now + rest, 7), _attempts, 0);
        }
    }

    public void Compare(HealthView seen, double now, DateTimeOffset clock)
    {
        var (state, cause, until, probed) = Stand(seen.Target, now);
        Require(seen.State == state && seen.Cause == cause, $"{seen.State} {seen.Cause} instead of {state} {cause}");
        Require(seen.IsProbed == probed, $"probed {seen.IsProbed}");
        Require(seen.InFlight == _inFlight.GetValueOrDefault(seen.Target), $"in flight {seen.InFlight}");
        var rests = state is HealthState.Cooling or HealthState.Out;
        Require(seen.NextProbe is null == !rests, $"next probe {seen.NextProbe} in {state}");
        Require(!rests || Math.Abs((seen.NextProbe!.Value - clock).TotalSeconds - (until - now)) < 1e-4, $"next probe {seen.NextProbe} instead of in {until - now} s");
    }

    private (HealthState State, HealthCause Cause, double Until, bool Probed) Stand(RouteTarget target, double now)
    {
        var credential = Of(_credentials, target.CredentialId);
        if (credential.Open)
        {
            return (HealthState.Out, HealthCause.Credential, credential.Until, false);
        }

        var kept = Of(_targets, target);
        var limit = Of(_limits, target);
        (HealthCause Cause, double Until)[] rests =
        [
            .. _host.Open && now < _host.Until ? [(HealthCause.Upstream, _host.Until)] : Array.Empty<(HealthCause, double)>(),
            .. kept.Open && now < kept.Until ? [(HealthCause.Target, kept.Until)] : Array.Empty<(HealthCause, double)>(),
            .. now < limit.Until ? [(HealthCause.RateLimit, limit.Until)] : Array.Empty<(HealthCause, double)>(),
        ];
        Part[] due = [.. ((Part[])[_host, kept]).Where(part => part.Open && now >= part.Until)];
        var probed = due.Any(part => part.Probe != 0 && now - part.ProbeSince < 60);
        if (rests.Length > 0)
        {
            var longest = rests.MaxBy(rest => rest.Until);
            return (HealthState.Cooling, longest.Cause, longest.Until, probed);
        }

        return due.Length == 0
            ? (HealthState.Healthy, HealthCause.None, 0, false)
            : (HealthState.Probing, due.MaxBy(part => part.Until) == _host ? HealthCause.Upstream : HealthCause.Target, 0, probed);
    }

    private Part[] Parts(RouteTarget target) => [_host, Of(_targets, target), Of(_credentials, target.CredentialId)];

    private static TPart Of<TKey, TPart>(Dictionary<TKey, TPart> parts, TKey key)
        where TKey : notnull
        where TPart : new() => parts.TryGetValue(key, out var part) ? part : parts[key] = new TPart();

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private sealed class Part
    {
        public int LongestRun { get; init; } = int.MaxValue;

        public bool Open { get; set; }

        public int Level { get; set; }

        public double Until { get; set; }

        public long Changed { get; set; }

        public long Probe { get; set; }

        public double ProbeSince { get; set; }

        public List<(double At, bool Good)> Seen { get; } = [];

        private double ClosedAt { get; set; }

        public int LevelAt(double now, double memory) => (int)Math.Max(0, Level - Math.Floor((now - ClosedAt) / memory));

        public void Close(long attempts, double now)
        {
            (Open, Level, Changed, Probe, ClosedAt) = (false, Level / 2, attempts, 0, now);
            Seen.Clear();
        }
    }

    private sealed class Limit
    {
        public int Level { get; set; }

        public double Until { get; set; }

        public long Changed { get; set; }
    }
}
