using Gantry.Providers;
using Xunit;

namespace Gantry.Tests.Providers;

public sealed class SharedTokenTests
{
    private readonly FakeTime _time = new();
    private readonly List<TaskCompletionSource<FetchedToken>> _fetches = [];

    [Fact]
    public async Task Many_requests_wait_for_one_fetch()
    {
        var token = Token();
        var waiting = Enumerable.Range(0, 50).Select(_ => token.GetAsync(TestContext.Current.CancellationToken).AsTask()).ToList();
        await FetchAsync(0, "a", TimeSpan.FromHours(1));
        Assert.All(await Task.WhenAll(waiting), text => Assert.Equal("a", text));
        Assert.Equal("a", await token.GetAsync(TestContext.Current.CancellationToken));
        Assert.Single(_fetches);
    }

    [Fact]
    public async Task Token_is_renewed_ahead_of_its_end_while_it_serves()
    {
        var token = Token();
        var first = token.GetAsync(TestContext.Current.CancellationToken);
        await FetchAsync(0, "a", TimeSpan.FromHours(1));
        Assert.Equal("a", await first);
        _time.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("a", await token.GetAsync(TestContext.Current.CancellationToken));
        Assert.Single(_fetches);
        _time.Advance(TimeSpan.FromMinutes(2));
        // Nobody waits for the new one.
        Assert.Equal("a", await token.GetAsync(TestContext.Current.CancellationToken));
        Assert.Equal("a", await token.GetAsync(TestContext.Current.CancellationToken));
        await FetchAsync(1, "b", TimeSpan.FromHours(1));
        await UntilAsync(token, "b");
        Assert.Equal(2, _fetches.Count);
    }

    [Fact]
    public async Task Renewal_that_fails_is_tried_again_later_and_matters_only_at_the_end()
    {
        var token = Token();
        var first = token.GetAsync(TestContext.Current.CancellationToken);
        await FetchAsync(0, "a", TimeSpan.FromHours(1));
        await first;
        _time.Advance(TimeSpan.FromMinutes(56));
        Assert.Equal("a", await token.GetAsync(TestContext.Current.CancellationToken));
        await FailAsync(1);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal("a", await token.GetAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, _fetches.Count);
        _time.Advance(TimeSpan.FromMinutes(5));
        var late = token.GetAsync(TestContext.Current.CancellationToken).AsTask();
        await FailAsync(2);
        Assert.Equal("no token", (await Assert.ThrowsAsync<SigningException>(() => late)).Message);
        var again = token.GetAsync(TestContext.Current.CancellationToken);
        await FetchAsync(3, "c", TimeSpan.FromHours(1));
        Assert.Equal("c", await again);
    }

    [Fact]
    public async Task Request_that_leaves_does_not_take_the_fetch_with_it()
    {
        var token = Token();
        using var leaving = new CancellationTokenSource();
        var gone = token.GetAsync(leaving.Token).AsTask();
        var stays = token.GetAsync(TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await FetchAsync(0, "a", TimeSpan.FromHours(1));
        Assert.Equal("a", await stays);
    }

    private SharedToken Token() => new(
        _ =>
        {
            var fetch = new TaskCompletionSource<FetchedToken>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_fetches) _fetches.Add(fetch);
            return fetch.Task;
        },
        _time);

    private async Task FetchAsync(int number, string text, TimeSpan life) => (await StartedAsync(number)).SetResult(new FetchedToken(text, _time.GetUtcNow() + life, null));

    private async Task FailAsync(int number) => (await StartedAsync(number)).SetException(new InvalidOperationException("no token"));

    private async Task<TaskCompletionSource<FetchedToken>> StartedAsync(int number)
    {
        while (true)
        {
            lock (_fetches)
            {
                if (_fetches.Count > number) return _fetches[number];
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static async Task UntilAsync(SharedToken token, string text)
    {
        while (await token.GetAsync(TestContext.Current.CancellationToken) != text) await Task.Delay(5, TestContext.Current.CancellationToken);
    }
}
