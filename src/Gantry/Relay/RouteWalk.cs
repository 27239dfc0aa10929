using System.Collections.Immutable;
using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Routing;
using Gantry.Routing.Health;

namespace Gantry.Relay;

/// <summary>The way of one request through its candidates: who is next after a failure, and after what wait.</summary>
internal sealed class RouteWalk(ImmutableArray<RouteCandidate> candidates, HealthBoard health, RetryBudgets budgets, RelayLimits limits, TimeProvider time)
{
    // One credential is asked so often, whatever happens; more only where its pool is known to answer.
    private const int UsualPerTarget = 2;

    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(2);

    private readonly int[] _tries = new int[candidates.Length];
    private readonly bool[] _barred = new bool[candidates.Length];
    private int _attempts;
    private int _unknowns;
    private int _backOffs;
    private int _waited = -1;
    private long _firstFailure;

    /// <summary>What its retries are counted against.</summary>
    public string Pool { get; } = $"{candidates[0].Group.Name}/{candidates[0].Deployment.Model.Id}";

    /// <summary>Where the walk stands.</summary>
    public int Position { get; private set; }

    public RouteCandidate Current => candidates[Position];

    /// <summary>An attempt has been made.</summary>
    public bool IsBegun => _attempts > 0;

    /// <summary>An attempt at <see cref="Current"/> begins. Of two requests that see a target to be probed one goes; the other moves on, if there is somebody else.</summary>
    /// <returns>Null where the walk has moved.</returns>
    public HealthTicket? Begin()
    {
        if (!health.TryBegin(Current.Target, out var ticket))
        {
            if (_attempts == 0 && Other() is { } other)
            {
                Position = other;
                return null;
            }

            ticket = health.Begin(Current.Target);
        }

        _attempts++;
        _tries[Position]++;
        return ticket;
    }

    /// <summary>After a failure: moves to who is asked next.</summary>
    /// <param name="result">What came of the attempt.</param>
    /// <param name="operation">What is asked.</param>
    /// <returns>How long to wait before; null where there is nobody, or no more attempt to be had.</returns>
    public TimeSpan? Next(AttemptResult result, Operation operation)
    {
        _firstFailure = _firstFailure == 0 ? time.GetTimestamp() : _firstFailure;
        _unknowns += RetryRule.IsUnknown(result.Outcome) ? 1 : 0;
        if (_attempts >= limits.Attempts || !RetryRule.Allows(result.Outcome, operation, _unknowns))
        {
            return null;
        }

        var left = limits.Retries - time.GetElapsedTime(_firstFailure);
        if (InPlace(result) is { } wait && wait < left && budgets.TryRetry(Pool, _attempts, unproven: true))
        {
            return wait;
        }

        Bar(result);
        if (Choose() is not { } next || left <= TimeSpan.Zero)
        {
            return null;
        }

        var fresh = _tries[next] == 0;
        var counted = _tries[next] < UsualPerTarget ? _attempts : Math.Max(_attempts, RetryBudgets.Usual);
        if (!budgets.TryRetry(Pool, counted, fresh && !health.Look(candidates[next].Target).FailedLast))
        {
            return null;
        }

        Position = next;
        var backOff = fresh ? TimeSpan.Zero : BackOff();
        return backOff < left ? backOff : null;
    }

    /// <summary>Leaves out a candidate that cannot be paid, and moves on.</summary>
    /// <returns>False where there is nobody else.</returns>
    public bool Skip()
    {
        _barred[Position] = true;
        if (Choose() is not { } next)
        {
            return false;
        }

        Position = next;
        return true;
    }

    /// <summary>A short wait that the upstream asks for is kept, once for each: its cache is worth more than a second.</summary>
    private TimeSpan? InPlace(AttemptResult result)
    {
        if (result is not { Outcome: AttemptOutcome.RateLimited, RetryAfter: { } wait } || wait > limits.WaitInPlace || _waited == Position)
        {
            return null;
        }

        _waited = Position;
        return wait;
    }

    private void Bar(AttemptResult result)
    {
        var outcome = result.Outcome;
        if (RetryRule.MayRepeat(outcome))
        {
            // Who asks to be left alone for longer than is worth waiting is left alone.
            _barred[Position] |= outcome == AttemptOutcome.RateLimited && result.RetryAfter > limits.WaitInPlace;
            if (outcome is AttemptOutcome.DnsFailed or AttemptOutcome.ConnectFailed or AttemptOutcome.ProxyFailed)
            {
                LeaveUnreached();
            }

            return;
        }

        var failed = candidates[Position];
        for (var at = 0; at < candidates.Length; at++)
        {
            var other = candidates[at];
            var same = other.Deployment.Upstream.Name == failed.Deployment.Upstream.Name
                && (outcome is AttemptOutcome.TlsFailed or AttemptOutcome.AddressRefused || other.Credential?.Id == failed.Credential?.Id);
            _barred[at] |= same;
        }
    }

    /// <summary>An upstream that cannot be reached is left out while there is another: each try there is one less at who answers.</summary>
    private void LeaveUnreached()
    {
        var upstream = candidates[Position].Deployment.Upstream.Name;
        for (var at = 0; at < candidates.Length; at++)
        {
            if (!_barred[at] && candidates[at].Deployment.Upstream.Name != upstream)
            {
                for (var same = 0; same < candidates.Length; same++)
                {
                    _barred[same] |= candidates[same].Deployment.Upstream.Name == upstream;
                }

                return;
            }
        }
    }

    /// <summary>The first that has been asked least, in the plan's order, of those that may be asked now.</summary>
    private int? Choose()
    {
        int? best = null;
        for (var at = 0; at < candidates.Length; at++)
        {
            var most = best is { } found ? _tries[found] : RetryBudgets.Most;
            if (_barred[at] || _tries[at] >= most)
            {
                continue;
            }

            // What others have found out since the plan was made counts as well; what the plan has taken in all the same it has weighed already.
            if (_tries[at] > 0 || candidates[at].IsSpare || health.Look(candidates[at].Target).Admits)
            {
                best = at;
            }
        }

        return best;
    }

    private int? Other()
    {
        for (var at = 0; at < candidates.Length; at++)
        {
            if (!_barred[at] && health.Look(candidates[at].Target).Admits)
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>Full jitter: any time up to a bound that doubles.</summary>
    private TimeSpan BackOff()
    {
        var most = Math.Min(FirstBackOff.TotalMilliseconds * Math.Pow(2, _backOffs++), LongestBackOff.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Jitter.Next() * most);
    }
}
