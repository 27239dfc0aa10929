using Gantry.Access.Limits;
using Gantry.Snapshot;
using Xunit;

namespace Gantry.Tests.Access.Limits;

public sealed class RateQueueTests
{
    private static readonly RateLimit One = Desk.Limit(RateOwner.Group, "g", places: 1);

    private readonly Desk _desk = new();

    [Fact]
    public async Task Accounts_take_turns_and_the_requests_of_one_keep_their_order()
    {
        var scopes = Desk.Scopes(group: One);
        var running = _desk.Now(scopes, place: true).Lease!;
        var (greedy, modest) = (new Guid(1, 0, 0, new byte[8]), new Guid(2, 0, 0, new byte[8]));
        var waiting = new List<(string Name, Task<RateAdmission> Task)>();
        for (var i = 0; i < 4; i++)
        {
            waiting.Add(($"greedy {i}", _desk.Wait(scopes, account: greedy).AsTask()));
        }

        for (var i = 0; i < 2; i++)
        {
            waiting.Add(($"modest {i}", _desk.Wait(scopes, account: modest).AsTask()));
        }

        var order = new List<string>();
        while (waiting.Count > 0)
        {
            running.End(0);
            var next = await Task.WhenAny(waiting.Select(w => w.Task));
            order.Add(waiting.Single(w => w.Task == next).Name);
            waiting.RemoveAll(w => w.Task == next);
            Assert.DoesNotContain(waiting, w => w.Task.IsCompleted);
            running = (await next).Lease!;
        }

        Assert.Equal(["greedy 0", "modest 0", "greedy 1", "modest 1", "greedy 2", "greedy 3"], order);
        running.End(0);
        Assert.Equal(0, _desk.Busy(scopes));
    }

    [Fact]
    public async Task Who_comes_later_does_not_overtake_who_waits()
    {
        var both = Desk.Scopes(key: Desk.Limit(RateOwner.Key, "k", places: 1), group: Desk.Limit(RateOwner.Group, "g", places: 1));
        var key = _desk.Now(Desk.Scopes(key: Desk.Limit(RateOwner.Key, "k", places: 1)), place: true).Lease!;
        var waits = _desk.Wait(both).AsTask();
        var group = _desk.Now(Desk.Scopes(group: One), place: true).Lease!;
        key.End(0);

        // It waits for the group now, before this one.
        var later = _desk.Wait(Desk.Scopes(group: One)).AsTask();
        group.End(0);
        var first = await waits.WaitAsync(TestRun.Limit(5), TestContext.Current.CancellationToken);
        Assert.False(later.IsCompleted);
        first.Lease!.End(0);
        (await later).Lease!.End(0);
        Assert.Equal(0, _desk.Busy(both));
    }

    [Fact]
    public async Task Who_leaves_is_out_of_the_queue_at_once_and_takes_nothing()
    {
        var scopes = Desk.Scopes(Desk.Limit(RateOwner.Key, "k", requests: 100, tokens: 100, places: 1));
        var running = _desk.Now(scopes, prompt: 1, place: true).Lease!;
        using var leaves = new CancellationTokenSource();
        var left = _desk.Wait(scopes, prompt: 50, cancellation: leaves.Token).AsTask();
        var stays = _desk.Wait(scopes, prompt: 2).AsTask();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        running.End(1);

        var lease = (await stays.WaitAsync(TestRun.Limit(5), TestContext.Current.CancellationToken)).Lease!;
        Assert.Equal((2, 3), (_desk.Used(scopes, RateKind.RequestsPerMinute), _desk.Used(scopes, RateKind.TokensPerMinute)));
        lease.End(2);
    }

    [Fact]
    public async Task Queue_has_an_end_and_so_has_patience()
    {
        var scopes = Desk.Scopes(group: One);
        var running = _desk.Now(scopes, place: true).Lease!;
        var refusal = (await _desk.Wait(scopes, patience: TimeSpan.FromMilliseconds(20))).Refusal!;
        Assert.Equal(("group_concurrent", TimeSpan.FromMilliseconds(20)), (RateErrors.Code(refusal), refusal.Waited));

        using var leaves = new CancellationTokenSource();
        var waits = Enumerable.Range(0, 3).Select(_ => _desk.Wait(scopes, waiting: 3, cancellation: leaves.Token).AsTask()).ToArray();
        var full = (await _desk.Wait(scopes, waiting: 3)).Refusal!;
        Assert.Equal((RateKind.Concurrent, 1, 1, 3), (full.Kind, full.Limit, full.Used, full.Waiting));
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waits));
        Assert.Equal(1, _desk.Busy(scopes));
        running.End(0);
        Assert.NotNull(_desk.Now(scopes, place: true).Lease);
    }

    [Fact]
    public async Task Window_that_has_filled_up_meanwhile_refuses_who_waited()
    {
        var scopes = Desk.Scopes(key: Desk.Limit(RateOwner.Key, "k", requests: 2, places: 1));
        var running = _desk.Now(scopes, place: true).Lease!;
        var (first, second) = (_desk.Wait(scopes).AsTask(), _desk.Wait(scopes).AsTask());
        running.End(0);
        var lease = (await first).Lease!;
        lease.End(0);

        Assert.Equal(RateKind.RequestsPerMinute, (await second).Refusal!.Kind);
        Assert.Equal(0, _desk.Busy(scopes));
    }

    [Fact]
    public async Task R_51_Storm_of_requests_that_come_go_and_leave_ends_with_no_place_taken()
    {
        var desk = new Desk();
        var group = Desk.Limit(RateOwner.Group, "g", places: 7);
        var most = 0L;
        var storm = Enumerable.Range(0, 400).Select(i => Task.Factory.StartNew(
            async () =>
            {
                var scopes = Desk.Scopes(Desk.Limit(RateOwner.Key, $"k{i % 5}", places: 3), group: group);
                using var leaves = new CancellationTokenSource();
                if (i % 3 == 0)
                {
                    leaves.CancelAfter(TimeSpan.FromMilliseconds(i % 20));
                }

                try
                {
                    var admission = await desk.Wait(scopes, account: new Guid(i % 5, 0, 0, new byte[8]), waiting: 60, cancellation: leaves.Token);
                    InterlockedMax(ref most, desk.Busy(Desk.Scopes(group: group)));
                    await Task.Delay(i % 7, CancellationToken.None);
                    admission.Lease?.End(0);
                    return admission.Lease is not null;
                }
                catch (OperationCanceledException)
                {
                    return false;
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.None,
            TaskScheduler.Default).Unwrap()).ToArray();
        var served = (await Task.WhenAll(storm)).Count(s => s);

        Assert.InRange(served, 8, 400);
        Assert.InRange(most, 1, 7);
        for (var key = 0; key < 5; key++)
        {
            Assert.Equal(0, desk.Busy(Desk.Scopes(Desk.Limit(RateOwner.Key, $"k{key}", places: 3), group: group)));
        }
    }

    private static void InterlockedMax(ref long most, long seen)
    {
        for (var known = Interlocked.Read(ref most); seen > known; known = Interlocked.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, seen, known);
        }
    }
}
