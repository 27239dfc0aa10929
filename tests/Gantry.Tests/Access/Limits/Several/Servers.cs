using Gantry.Access.Limits;
using Gantry.Nodes;
using Gantry.Snapshot;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gantry.Tests.Access.Limits.Several;

/// <summary>Limiters of several servers over one store, on one clock.</summary>
internal sealed class Servers : IDisposable
{
    public const string Requests = "rpm key k";
    public const string Places = "con key k";

    private readonly List<ShareCalls> _calls = [];
    private readonly List<RateShares> _shares = [];

    public Servers(int count)
    {
        Store = new ModelShares(Bus);
        for (var i = 0; i < count; i++)
        {
            var run = new GatewayRun(i + 1, new NodeFacts("test"), Time);
            Runs.Add(run);
            var calls = new ShareCalls(Store, run, Time, NullLogger<ShareCalls>.Instance);
            var shares = new RateShares(calls, run, Bus, Time);
            _calls.Add(calls);
            _shares.Add(shares);
            Limiters.Add(new RateLimiter(shares));
        }

        Renew();
    }

    public SteppedTime Time { get; } = new();

    public ModelBus Bus { get; } = new();

    public ModelShares Store { get; }

    public List<GatewayRun> Runs { get; } = [];

    public List<RateLimiter> Limiters { get; } = [];

    /// <summary>Some server takes the store for slow or away: it keeps to its part then, and no longer to its share.</summary>
    public bool IsCutOff => _calls.Exists(calls => calls.IsDown);

    public static RateScopes Key(long? requests = null, long? tokens = null, long? places = null) => Desk.Scopes(Desk.Limit(RateOwner.Key, "k", requests, tokens, places));

    /// <summary>Each tells the database that it lives.</summary>
    public void Renew()
    {
        for (var i = 0; i < Runs.Count; i++) Runs[i].Renewed(Time.GetTimestamp(), new NodeCensus(Runs.Count, i == 0));
    }

    public void Step(double seconds)
    {
        Renew();
        Time.Step(TimeSpan.FromSeconds(seconds));
        Renew();
    }

    public Task<RateAdmission> AskAsync(int server, RateScopes scopes, long prompt = 0, bool place = false, TimeSpan patience = default) =>
        Limiters[server].AdmitAsync(new RateAsk(scopes, Guid.Empty, prompt, 0, place), patience, 100, TestContext.Current.CancellationToken).AsTask();

    /// <summary>Goes on when no call of the store is under way, or it would be taken for slow.</summary>
    public async Task StepAsync(double seconds)
    {
        await UntilAsync(() => !Time.Has(ShareCalls.Slow));
        Step(seconds);
    }

    /// <summary>Asks, and lets as much time pass as the answer needs.</summary>
    public async Task<RateAdmission> NowAsync(int server, RateScopes scopes, long prompt = 0, bool place = false)
    {
        var asked = AskAsync(server, scopes, prompt, place);
        await ComesAsync(asked);
        return await asked;
    }

    /// <summary>Lets time pass until something has come, by what servers wait for each other.</summary>
    public async Task ComesAsync(Task task)
    {
        // Nothing but continuations are under way in between.
        for (var i = 0; i < 100 && !task.IsCompleted; i++) await Task.Yield();
        for (var i = 0; i < 2000 && !task.IsCompleted; i++)
        {
            await Task.WhenAny(task, Task.Delay(2, TestContext.Current.CancellationToken));
            // While the store is at work the clock stands, or it would be taken for slow.
            if (!task.IsCompleted && Store.UnderWay == 0) Step(0.25);
        }

        Assert.True(task.IsCompleted);
    }

    /// <summary>Waits, while the clock stands, for what goes on beside requests.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 10_000 && !holds(); i++) await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.True(holds());
    }

    public void Dispose()
    {
        foreach (var shares in _shares) shares.Dispose();
        foreach (var calls in _calls) calls.Dispose();
    }
}
