using Gantry.Nodes;

namespace Gantry.Tests.Access.Limits.Several;

/// <summary>Shares in memory, by the rules of <see cref="IShareStore"/>, with a store's ways to fail.</summary>
internal sealed class ModelShares(INodeBus bus) : IShareStore
{
    private readonly Lock _gate = new();
    private int _underWay;
    private readonly Dictionary<(string Subject, long Run), long> _shares = [];

    /// <summary>Calls that were made.</summary>
    public int Calls { get; private set; }

    /// <summary>What each call comes to instead of an answer; null for none.</summary>
    public Func<Task>? Fails { get; set; }

    /// <summary>Calls that have not been answered.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>The sum of the shares of one thing.</summary>
    public long Sum(string subject)
    {
        lock (_gate) return _shares.Where(share => share.Key.Subject == subject).Sum(share => share.Value);
    }

    public long Of(long run, string subject)
    {
        lock (_gate) return _shares.GetValueOrDefault((subject, run));
    }

    /// <summary>The run was taken for dead.</summary>
    public void Sweep(long run)
    {
        lock (_gate)
        {
            foreach (var key in _shares.Keys.Where(key => key.Run == run).ToArray()) _shares.Remove(key);
        }
    }

    public async Task<ShareGrant> TakeAsync(long run, ShareAsk ask, int nodes, CancellationToken cancellation)
    {
        await FailAsync();
        ShareGrant grant;
        long before;
        lock (_gate)
        {
            before = _shares.GetValueOrDefault((ask.Subject, run));
            grant = Decide(run, ask, nodes);
            Put(run, ask.Subject, grant.Share);
        }

        if (grant.Share < before) bus.Say(NodeWords.Gave(run, ask.Subject));
        if (!grant.Granted && grant.Others > 0) bus.Say(NodeWords.Lacks(run, ask.Subject));
        return grant;
    }

    public async Task KeepAsync(long run, string subject, long keep, CancellationToken cancellation)
    {
        await FailAsync();
        var changed = false;
        lock (_gate)
        {
            changed = _shares.TryGetValue((subject, run), out var share) && share > keep;
            if (changed) Put(run, subject, keep);
        }

        if (changed) bus.Say(NodeWords.Gave(run, subject));
    }

    public async Task DropAsync(long run, IReadOnlyCollection<string> subjects, CancellationToken cancellation)
    {
        foreach (var subject in subjects) await KeepAsync(run, subject, 0, cancellation);
    }

    private ShareGrant Decide(long run, ShareAsk ask, int nodes)
    {
        var others = _shares.Where(share => share.Key.Subject == ask.Subject && share.Key.Run != run).Sum(share => share.Value);
        var (room, least) = (ask.Limit - others, ask.Used + ask.Need);
        if (room < least || (ask.Need == 0 && room <= ask.Used)) return new ShareGrant(ask.Used, false, others, 0);
        var beyond = nodes == 1 ? room - least : Math.Max((room - least) / (2 * nodes), Math.Min(ask.Wish, room - least));
        return new ShareGrant(Math.Max(least + beyond, Math.Min(_shares.GetValueOrDefault((ask.Subject, run)), room)), true, others, 0);
    }

    private void Put(long run, string subject, long share)
    {
        if (share > 0) _shares[(subject, run)] = share;
        else _shares.Remove((subject, run));
    }

    private async Task FailAsync()
    {
        Calls++;
        if (Fails is null) return;
        Interlocked.Increment(ref _underWay);
        try
        {
            await Fails();
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
