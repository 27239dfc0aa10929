using Gantry.Nodes;

namespace Gantry.Access.Limits;

/// <summary>
/// Shares the limits with the other servers of the store: asks for more where a request does not fit into what this one has, and gives back what others lack. One call
/// at a time for each share; while it runs nothing more is granted out of it, so that what the store believes to be in use is never less than what is.
/// </summary>
internal sealed class RateShares : IDisposable
{
    // Others need a word and a commit to give back what they have to spare.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(1);

    private readonly ShareCalls _calls;
    private readonly GatewayRun _run;
    private readonly INodeBus _bus;
    private readonly TimeProvider _time;
    private readonly IDisposable _listening;
    private readonly Dictionary<string, ScopeShare> _shares = new(StringComparer.Ordinal);

    public RateShares(ShareCalls calls, GatewayRun run, INodeBus bus, TimeProvider time)
    {
        (_calls, _run, _bus, _time, Clock) = (calls, run, bus, time, new RateClock(time));
        _listening = bus.Listen(Hear);
    }

    /// <summary>What scopes, windows and shares are under.</summary>
    public Lock Gate { get; } = new();

    public RateClock Clock { get; }

    /// <summary>Called under the lock when there may be more places than before.</summary>
    public Action<ScopeState>? MorePlaces { get; set; }

    /// <summary>The run whose shares count.</summary>
    public long Run => _run.Number;

    public bool HasOthers => _run.Nodes > 1;

    /// <summary>The shares of this run may be another's by now.</summary>
    public bool IsFenced => _run.IsFenced;

    /// <summary>Shares cannot be asked for.</summary>
    public bool IsCutOff => _calls.IsDown || _run.IsFenced;

    /// <summary>What this server may use of a limit while it cannot ask. One at least: it is better that a small limit is passed than that nobody is served.</summary>
    public long Part(long limit) => Math.Min(limit, Math.Max(1, limit / Math.Max(1, _run.Nodes)));

    /// <summary>Makes a share of nothing. Under the lock.</summary>
    public ScopeShare Open(ScopeState state, RateKind kind)
    {
        var share = new ScopeShare(this, state, kind);
        _shares.Add(share.Subject, share);
        return share;
    }

    /// <summary>Forgets a share of nothing. Under the lock.</summary>
    public void Close(ScopeShare share) => _shares.Remove(share.Subject);

    /// <summary>Asks for what requests lack. Ends when there is something new to decide by.</summary>
    public async Task AskAsync(IReadOnlyList<RateLack> lacks, CancellationToken cancellation)
    {
        Want(lacks, 1);
        try
        {
            await Task.WhenAll(lacks.Select(Begin)).WaitAsync(cancellation);
        }
        finally
        {
            Want(lacks, -1);
        }
    }

    /// <summary>Lets the others know that more is used than the share allows.</summary>
    public void Tell(IEnumerable<RateLack> overruns)
    {
        foreach (var overrun in overruns) _ = Begin(overrun);
    }

    /// <summary>Asks for places as long as requests wait for them: others may have given some back without a word. Under the lock.</summary>
    public void Watch(ScopeShare share)
    {
        if (share.IsWatched) return;
        share.IsWatched = true;
        _ = WatchAsync(share);
    }

    /// <summary>Gives several shares back whole. Under the lock; what it returns must be done outside of it.</summary>
    public Func<Task> GiveBack(IEnumerable<ScopeShare> shares)
    {
        var given = new List<ScopeShare>();
        var now = Clock.Now;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var share in shares)
        {
            if (share.Used(now) != 0 || share.Spare(now) is null) continue;
            share.Running = ended.Task;
            given.Add(share);
        }

        var number = Run;
        return () => given.Count == 0 ? Task.CompletedTask : RunAsync(given, () => _calls.DropAsync(number, [.. given.Select(share => share.Subject)], () => Overdue(given, ended)), ended);
    }

    /// <summary>Gives back all that is not in use, at the end of the process: what the store is being asked for once it has answered, unless that takes too long.</summary>
    public async Task LeaveAsync()
    {
        Task[] others;
        do
        {
            Func<Task> giveBack;
            lock (Gate)
            {
                others = [.. _shares.Values.Where(share => !share.IsOverdue).Select(share => share.Running).OfType<Task>()];
                giveBack = GiveBack(_shares.Values);
            }

            await Task.WhenAll([giveBack(), .. others]);
        }
        while (others.Length > 0);
    }

    public void Dispose() => _listening.Dispose();

    private void Want(IReadOnlyList<RateLack> lacks, int sign)
    {
        lock (Gate)
        {
            foreach (var lack in lacks) lack.Share.Wanted += sign * lack.Need;
        }
    }

    // Joins what runs for the same share. An overrun is told in any case; what is to be taken may have come meanwhile, or been refused.
    private Task Begin(RateLack lack)
    {
        var (share, limit, need) = lack;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ShareAsk ask;
        long number;
        lock (Gate)
        {
            if (share.Running is { } other) return other;
            var now = Clock.Now;
            var used = share.Used(now);
            var isOver = need == 0 ? share.IsOverrun(limit, now) : used + need > share.Room(limit) && share.MayAsk(limit, used, need, now);
            if (!isOver) return Task.CompletedTask;
            (ask, number) = (share.Freeze(limit, need, now), Run);
            share.Running = ended.Task;
        }

        _ = RunAsync([share], () => TakeAsync(share, ask, number, () => Overdue([share], ended)), ended);
        return ended.Task;
    }

    // Another server lacks a share: what is not used here goes back.
    private void Hear(string? word)
    {
        if (word is null || NodeWords.Lacking(word, Run) is not { } subject) return;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ScopeShare? share;
        long keep, number;
        lock (Gate)
        {
            if (!_shares.TryGetValue(subject, out share) || share.Spare(Clock.Now) is not { } used) return;
            (keep, number) = (used, Run);
            share.Running = ended.Task;
        }

        _ = RunAsync([share], () => _calls.KeepAsync(number, subject, keep, () => Overdue([share], ended)), ended);
    }

    private async Task TakeAsync(ScopeShare share, ShareAsk ask, long number, Action overdue)
    {
        var began = _time.GetTimestamp();
        for (var rounds = _run.Nodes; ; rounds--)
        {
            using var gift = new AwaitedGift(_bus, ask.Subject, number);
            var grant = await _calls.TakeAsync(number, ask, overdue);
            var left = Patience - _time.GetElapsedTime(began);
            if (grant.Granted || grant.Others == 0 || rounds <= 0 || left <= TimeSpan.Zero)
            {
                lock (Gate) share.Load(ask, grant, number, Clock.Now);
                return;
            }

            await gift.WaitAsync(left, _time);
        }
    }

    // A share whose call has failed stays as small as it was made before: the store believes in no less.
    private async Task RunAsync(IReadOnlyList<ScopeShare> shares, Func<Task> call, TaskCompletionSource ended)
    {
        await call().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (Gate)
        {
            foreach (var share in shares)
            {
                (share.Running, share.IsOverdue) = (null, false);
                if (share.Kind == RateKind.Concurrent) MorePlaces?.Invoke(share.State);
            }
        }

        ended.TrySetResult();
    }

    // Who waits goes on, and the call too.
    private void Overdue(IReadOnlyList<ScopeShare> shares, TaskCompletionSource ended)
    {
        lock (Gate)
        {
            foreach (var share in shares) share.IsOverdue = true;
        }

        ended.TrySetResult();
    }

    private async Task WatchAsync(ScopeShare share)
    {
        while (true)
        {
            await Task.Delay(WatchEvery, _time);
            RateLack lack;
            lock (Gate)
            {
                if (share.State.Waiting == 0)
                {
                    share.IsWatched = false;
                    return;
                }

                lack = new RateLack(share, share.State.Queue.First.Ask.Scopes.PlacesOf(share.State.Scope), 1);
                MorePlaces?.Invoke(share.State);
            }

            await Begin(lack);
        }
    }
}
