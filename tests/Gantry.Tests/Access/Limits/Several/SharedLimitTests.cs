using Gantry.Access.Limits;
using Gantry.Nodes;
using Gantry.Snapshot;
using Xunit;

namespace Gantry.Tests.Access.Limits.Several;

public sealed class SharedLimitTests
{
    private static readonly RateScopes Ten = Servers.Key(requests: 10);

    [Fact]
    public async Task Server_that_is_alone_asks_once_and_then_counts_as_ever()
    {
        using var servers = new Servers(1);
        var scopes = Servers.Key(requests: 10, tokens: 1000, places: 20);
        for (var i = 0; i < 10; i++) Assert.Equal(9 - i, (await servers.NowAsync(0, scopes, prompt: 10, place: true)).Lease!.Standing.Requests.Remaining);
        Assert.Equal(3, servers.Store.Calls);

        var refusal = (await servers.NowAsync(0, scopes)).Refusal!;
        Assert.Equal((10L, 10L, TimeSpan.FromMinutes(1)), (refusal.Limit, refusal.Used, refusal.FitsAt - servers.Time.GetUtcNow()));
        servers.Step(60);
        Assert.NotNull((await servers.NowAsync(0, scopes)).Lease);
        Assert.Equal(3, servers.Store.Calls);
    }

    [Fact]
    public async Task What_one_does_not_use_another_gets()
    {
        using var servers = new Servers(3);
        for (var i = 0; i < 9; i++) Assert.NotNull((await servers.NowAsync(i % 3, Ten)).Lease);
        Assert.NotNull((await servers.NowAsync(2, Ten)).Lease);
        for (var i = 0; i < 3; i++)
        {
            var refusal = (await servers.NowAsync(i, Ten)).Refusal!;
            Assert.Equal((10L, 10L, 0L), (refusal.Limit, refusal.Used, refusal.Standing.Requests.Remaining!.Value));
            Assert.InRange(refusal.FitsAt!.Value - servers.Time.GetUtcNow(), TimeSpan.FromSeconds(50), TimeSpan.FromMinutes(1));
        }

        Assert.Equal(10, servers.Store.Sum(Servers.Requests));
    }

    [Fact]
    public async Task Exhausted_limit_is_asked_for_once_a_second_and_not_by_each_request()
    {
        using var servers = new Servers(2);
        for (var i = 0; i < 10; i++) await servers.NowAsync(0, Ten);
        Assert.NotNull((await servers.NowAsync(1, Ten)).Refusal);
        var calls = servers.Store.Calls;
        for (var i = 0; i < 50; i++) Assert.NotNull((await servers.NowAsync(1, Ten)).Refusal);
        Assert.Equal(calls, servers.Store.Calls);
        servers.Step(60);
        Assert.NotNull((await servers.NowAsync(1, Ten)).Lease);
    }

    [Fact]
    public async Task Requests_that_come_at_once_are_asked_for_together()
    {
        using var servers = new Servers(3);
        var scopes = Servers.Key(requests: 1000);
        var gate = new TaskCompletionSource();
        servers.Store.Fails = () => gate.Task;
        var asked = Enumerable.Range(0, 300).Select(_ => servers.AskAsync(0, scopes)).ToArray();
        gate.SetResult();
        foreach (var admission in await Task.WhenAll(asked)) Assert.NotNull(admission.Lease);
        Assert.InRange(servers.Store.Calls, 1, 4);
    }

    [Fact]
    public async Task Changed_limit_is_asked_for_anew_and_holds_for_all()
    {
        using var servers = new Servers(2);
        var wide = Servers.Key(requests: 100);
        for (var i = 0; i < 2; i++) await servers.NowAsync(i, wide);
        Assert.True(servers.Store.Sum(Servers.Requests) > 10);

        var admitted = 2;
        for (var i = 0; i < 20; i++) admitted += (await servers.NowAsync(i % 2, Ten)).Lease is null ? 0 : 1;
        Assert.Equal(10, admitted);
        Assert.InRange(servers.Store.Sum(Servers.Requests), 1, 10);

        for (var i = 0; i < 200; i++)
        {
            admitted += (await servers.NowAsync(i % 2, wide)).Lease is null ? 0 : 1;
            if (admitted == 99) servers.Step(1.01);
        }

        Assert.Equal(100, admitted);
    }

    [Fact]
    public async Task What_is_idle_goes_back_and_all_of_it_at_the_end()
    {
        using var servers = new Servers(2);
        (await servers.NowAsync(0, Ten)).Lease!.End(0);
        servers.Step(61);
        await servers.Limiters[0].SweepAsync();
        Assert.Equal(0, servers.Store.Sum(Servers.Requests));
        Assert.Equal(1, servers.Limiters[0].Count);
        await servers.Limiters[0].SweepAsync();
        Assert.Equal(0, servers.Limiters[0].Count);

        var places = Servers.Key(places: 5);
        (await servers.NowAsync(1, places, place: true)).Lease!.End(0);
        Assert.True(servers.Store.Of(2, Servers.Places) > 0);
        await servers.Limiters[1].LeaveAsync();
        Assert.Equal(0, servers.Store.Sum(Servers.Places));
        Assert.NotNull((await servers.NowAsync(1, places, place: true)).Lease);
    }

    [Fact]
    public async Task What_the_store_is_being_told_of_goes_back_as_well_at_the_end()
    {
        using var servers = new Servers(2);
        var places = Servers.Key(places: 5);
        var lease = (await servers.NowAsync(0, places, place: true)).Lease!;
        var answer = new TaskCompletionSource();
        servers.Store.Fails = () => answer.Task;
        servers.Bus.Say(NodeWords.Lacks(2, Servers.Places));
        Assert.Equal(1, servers.Store.UnderWay);

        lease.End(0);
        var leaving = servers.Limiters[0].LeaveAsync();
        Assert.False(leaving.IsCompleted);
        answer.SetResult();
        await leaving;
        Assert.Equal(0, servers.Store.Sum(Servers.Places));
    }

    [Fact]
    public async Task Run_that_was_taken_for_dead_asks_under_its_new_number_for_what_it_uses()
    {
        using var servers = new Servers(2);
        for (var i = 0; i < 4; i++) await servers.NowAsync(0, Ten);
        servers.Store.Sweep(1);
        servers.Runs[0].Restarted(7, servers.Time.GetTimestamp());
        Assert.NotNull((await servers.NowAsync(0, Ten)).Lease);
        Assert.InRange(servers.Store.Of(7, Servers.Requests), 5, 10);
        var rest = 0;
        for (var i = 0; i < 10; i++) rest += (await servers.NowAsync(1, Ten)).Lease is null ? 0 : 1;
        Assert.Equal(5, rest);
    }

    [Fact]
    public async Task R_15_While_the_store_fails_each_keeps_to_its_part_and_afterwards_all_to_the_limit()
    {
        using var servers = new Servers(2);
        for (var i = 0; i < 3; i++) await servers.NowAsync(0, Ten);
        servers.Store.Fails = () => throw new TimeoutException("away");
        var admitted = new int[2];
        for (var i = 0; i < 40; i++) admitted[i % 2] += (await servers.NowAsync(i % 2, Ten)).Lease is null ? 0 : 1;
        // The first had a share of 5 or so, the second had none; a half of the limit is for each.
        Assert.InRange(admitted[0] + 3, 5, 10);
        Assert.Equal(5, admitted[1]);

        servers.Store.Fails = null;
        servers.Step(2);
        await Servers.UntilAsync(() => servers.Limiters[1].Look(Ten)[0].Used >= 5);
        servers.Step(61);
        var later = 0;
        for (var i = 0; i < 40; i++) later += (await servers.NowAsync(i % 2, Ten)).Lease is null ? 0 : 1;
        Assert.Equal(10, later);
    }

    [Fact]
    public async Task R_15_Store_that_is_slow_keeps_nobody_waiting_for_longer_than_a_second()
    {
        using var servers = new Servers(2);
        var gate = new TaskCompletionSource();
        servers.Store.Fails = () => gate.Task;
        var began = servers.Time.GetUtcNow();
        var first = servers.AskAsync(1, Ten);
        servers.Step(0.9);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(first.IsCompleted);
        servers.Step(0.2);
        Assert.NotNull((await first.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Lease);
        // Nobody waits for it again.
        for (var i = 0; i < 4; i++) Assert.NotNull((await servers.AskAsync(1, Ten).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Lease);
        Assert.NotNull((await servers.AskAsync(1, Ten).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Refusal);
        Assert.InRange(servers.Time.GetUtcNow() - began, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.2));
        gate.SetResult();
        await Servers.UntilAsync(() => servers.Store.Of(2, Servers.Requests) > 0);
    }

    [Fact]
    public async Task Place_that_is_freed_on_another_server_reaches_who_waits_here()
    {
        using var servers = new Servers(2);
        var two = Servers.Key(places: 2);
        var leases = new[] { (await servers.NowAsync(0, two, place: true)).Lease!, (await servers.NowAsync(0, two, place: true)).Lease! };
        var waits = servers.AskAsync(1, two, place: true, patience: TimeSpan.FromSeconds(30));
        await Servers.UntilAsync(() =>
        {
            servers.Step(0.01);
            return servers.Limiters[1].Waiting == 1;
        });
        leases[0].End(0);
        Assert.False(waits.IsCompleted);
        await servers.ComesAsync(waits);
        Assert.NotNull((await waits).Lease);
        Assert.NotNull((await servers.NowAsync(0, two, place: true)).Refusal);
        (await waits).Lease!.End(0);
        leases[1].End(0);
        Assert.NotNull((await servers.NowAsync(0, two, place: true)).Lease);
    }

    [Fact]
    public async Task Answer_that_was_longer_than_expected_is_known_to_the_others()
    {
        using var servers = new Servers(2);
        var scopes = Servers.Key(tokens: 1000);
        await servers.NowAsync(1, scopes, prompt: 10);
        var lease = (await servers.NowAsync(0, scopes, prompt: 10)).Lease!;
        lease.End(980);
        await Servers.UntilAsync(() =>
        {
            servers.Step(0.01);
            return servers.Store.Of(1, "tpm key k") >= 980;
        });
        Assert.NotNull((await servers.NowAsync(1, scopes, prompt: 100)).Refusal);
        Assert.NotNull((await servers.NowAsync(1, scopes, prompt: 10)).Lease);
    }

    [Fact]
    public async Task Addresses_are_counted_here_and_nowhere_else()
    {
        using var servers = new Servers(2);
        var scopes = RateScopes.Of(new RateLimit(new RateScope(RateOwner.Address, "0A000001"), 3));
        for (var i = 0; i < 3; i++) Assert.NotNull((await servers.AskAsync(0, scopes)).Lease);
        Assert.NotNull((await servers.AskAsync(0, scopes)).Refusal);
        Assert.Equal(0, servers.Store.Calls);
    }

    [Fact]
    public void Subjects_of_two_limits_differ_whatever_their_names()
    {
        RateScope[] scopes =
        [
            new(RateOwner.Group, "a b"), new(RateOwner.Group, "a"), new(RateOwner.Model, "a", "b c"), new(RateOwner.Model, "a b", "c"), new(RateOwner.Model, "a%20b", "c"), new(RateOwner.Key, "a"),
        ];
        var subjects = scopes.SelectMany(scope => Enum.GetValues<RateKind>().Select(kind => RateSubject.Of(scope, kind))).ToArray();
        Assert.Distinct(subjects);
        Assert.All(subjects, subject => Assert.Equal(subject, NodeWords.Lacking(NodeWords.Lacks(4, subject), 5)));
    }
}
