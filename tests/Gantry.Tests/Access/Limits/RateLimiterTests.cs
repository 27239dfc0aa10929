using Gantry.Access.Limits;
using Gantry.Snapshot;
using Xunit;

namespace Gantry.Tests.Access.Limits;

public sealed class RateLimiterTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void S_38_So_many_requests_a_minute_and_not_one_more()
    {
        var scopes = Desk.Scopes(key: Desk.Limit(RateOwner.Key, "k", requests: 3));
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull(_desk.Now(scopes).Lease);
            _desk.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var refusal = _desk.Now(scopes).Refusal!;
        Assert.Equal((RateOwner.Key, RateKind.RequestsPerMinute, 3, 3), (refusal.Scope.Owner, refusal.Kind, refusal.Limit, refusal.Used));
        Assert.Equal(TimeSpan.FromSeconds(57), refusal.FitsAt! - _desk.Time.GetUtcNow());
        _desk.Time.Advance(TimeSpan.FromSeconds(57) - TimeSpan.FromTicks(1));
        Assert.NotNull(_desk.Now(scopes).Refusal);
        _desk.Time.Advance(TimeSpan.FromTicks(1));
        Assert.NotNull(_desk.Now(scopes).Lease);
        Assert.NotNull(_desk.Now(scopes).Refusal);
    }

    [Fact]
    public void Refusal_by_one_limit_takes_nothing_of_the_others()
    {
        var key = Desk.Limit(RateOwner.Key, "k", requests: 10, tokens: 1_000, places: 5);
        var scopes = Desk.Scopes(key, Desk.Limit(RateOwner.Account, "a", tokens: 100), Desk.Limit(RateOwner.Group, "g", requests: 10));
        _desk.Now(scopes, prompt: 60, place: true);

        Assert.Equal(("account_tokens_per_minute", 60, 50), Met(_desk.Now(scopes, prompt: 50, place: true)));
        Assert.All(_desk.Limiter.Look(scopes).Where(s => s.Kind != RateKind.TokensPerMinute), s => Assert.Equal(1, s.Used));
        Assert.All(_desk.Limiter.Look(scopes).Where(s => s.Kind == RateKind.TokensPerMinute), s => Assert.Equal(60, s.Used));
    }

    [Fact]
    public void Of_two_limits_that_are_met_the_later_one_is_told()
    {
        var first = Desk.Limit(RateOwner.Key, "k", requests: 1);
        _desk.Now(Desk.Scopes(first));
        _desk.Time.Advance(TimeSpan.FromSeconds(20));
        var second = Desk.Limit(RateOwner.Account, "a", requests: 1);
        _desk.Now(Desk.Scopes(account: second));

        var refusal = _desk.Now(Desk.Scopes(first, second)).Refusal!;
        Assert.Equal(RateOwner.Account, refusal.Scope.Owner);
        _desk.Time.Advance(refusal.FitsAt!.Value - _desk.Time.GetUtcNow());
        Assert.NotNull(_desk.Now(Desk.Scopes(first, second)).Lease);
    }

    [Fact]
    public async Task S_38_Two_hundred_at_once_on_a_limit_of_ten_are_ten()
    {
        var scopes = Desk.Scopes(key: Desk.Limit(RateOwner.Key, "k", requests: 10), account: Desk.Limit(RateOwner.Account, "a", tokens: 1_000_000));
        using var start = new ManualResetEventSlim();
        var asked = Enumerable.Range(0, 200).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.Wait();
                return _desk.Now(scopes, prompt: 7).Lease is not null;
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.None,
            TaskScheduler.Default)).ToArray();
        start.Set();

        Assert.Equal(10, (await Task.WhenAll(asked)).Count(admitted => admitted));
        Assert.Equal(70, _desk.Used(scopes, RateKind.TokensPerMinute));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(400)]
    public void Tokens_are_put_right_in_both_directions_when_a_request_has_ended(long used)
    {
        var scopes = Desk.Scopes(key: Desk.Limit(RateOwner.Key, "k", tokens: 200));
        var lease = _desk.Now(scopes, prompt: 40, answer: 60).Lease!;
        Assert.Equal(100, _desk.Used(scopes, RateKind.TokensPerMinute));
        _desk.Time.Advance(TimeSpan.FromSeconds(3));
        lease.End(used);
        lease.End(used);

        Assert.Equal(used, _desk.Used(scopes, RateKind.TokensPerMinute));
        Assert.Equal(used > 200, _desk.Now(scopes, prompt: 1).Refusal is not null);
        // Counting tokens and listing models stays possible.
        Assert.NotNull(_desk.Now(scopes).Lease);
    }

    [Fact]
    public void Answer_longer_than_a_minute_counts_what_it_came_to_and_no_more()
    {
        var scopes = Desk.Scopes(key: Desk.Limit(RateOwner.Key, "k", tokens: 200));
        var (shorter, longer) = (_desk.Now(scopes, prompt: 40, answer: 20).Lease!, _desk.Now(scopes, prompt: 40, answer: 20).Lease!);
        _desk.Time.Advance(TimeSpan.FromMinutes(5));
        shorter.End(50);
        Assert.Equal(0, _desk.Used(scopes, RateKind.TokensPerMinute));
        longer.End(100);
        Assert.Equal(40, _desk.Used(scopes, RateKind.TokensPerMinute));
    }

    [Fact]
    public void Prompt_longer_than_the_minute_allows_is_refused_for_good_and_a_long_answer_is_not()
    {
        var scopes = Desk.Scopes(key: Desk.Limit(RateOwner.Key, "k", tokens: 1_000));
        var refusal = _desk.Now(scopes, prompt: 1_001).Refusal!;
        Assert.True(refusal.IsFinal);
        Assert.Null(refusal.FitsAt);
        var told = RateErrors.Of(refusal, _desk.Time.GetUtcNow());
        Assert.Null(told.RetryAfterSeconds);
        Assert.Contains("1001 tokens; this API key may use 1000 tokens a minute", told.Message, StringComparison.Ordinal);

        Assert.NotNull(_desk.Now(scopes, prompt: 500, answer: 64_000).Lease);
        Assert.False(_desk.Now(scopes, prompt: 1).Refusal!.IsFinal);
    }

    [Fact]
    public void Standing_is_that_of_the_tightest_limit()
    {
        var scopes = Desk.Scopes(Desk.Limit(RateOwner.Key, "k", requests: 100, tokens: 50), Desk.Limit(RateOwner.Account, "a", requests: 5, tokens: 900));
        var standing = _desk.Now(scopes, prompt: 20).Lease!.Standing;
        Assert.Equal((5, 4), (standing.Requests.Limit, standing.Requests.Remaining));
        Assert.Equal((50, 30), (standing.Tokens.Limit, standing.Tokens.Remaining));
        Assert.Equal(TimeSpan.FromMinutes(1), standing.Requests.Reset - _desk.Time.GetUtcNow());
    }

    [Fact]
    public void Changed_limit_counts_what_was_taken_under_the_former()
    {
        var lease = _desk.Now(Desk.Scopes(key: Desk.Limit(RateOwner.Key, "k", requests: 9, places: 9)), place: true).Lease!;
        var lower = Desk.Scopes(key: Desk.Limit(RateOwner.Key, "k", requests: 1, places: 1));
        Assert.NotNull(_desk.Now(lower).Refusal);
        Assert.Equal(1, _desk.Busy(lower));
        lease.End(0);
        Assert.Equal(0, _desk.Busy(lower));
    }

    [Fact]
    public void What_is_idle_is_forgotten_and_what_runs_is_not()
    {
        var running = _desk.Now(Desk.Scopes(key: Desk.Limit(RateOwner.Key, "running", tokens: 9)), prompt: 1).Lease!;
        for (var i = 0; i < 1_000; i++)
        {
            _desk.Now(Desk.Scopes(key: Desk.Limit(RateOwner.Key, $"k{i}", requests: 5))).Lease!.End(0);
        }

        Assert.Equal(1_001, _desk.Limiter.Count);
        _desk.Time.Advance(TimeSpan.FromMinutes(2));
        _desk.Now(Desk.Scopes(key: Desk.Limit(RateOwner.Key, "last", requests: 5)));
        Assert.Equal(2, _desk.Limiter.Count);
        running.End(5);
        Assert.Equal(4, _desk.Used(Desk.Scopes(key: Desk.Limit(RateOwner.Key, "running", tokens: 9)), RateKind.TokensPerMinute));
    }

    private static (string Code, long Used, long Asked) Met(RateAdmission admission) => (RateErrors.Code(admission.Refusal!), admission.Refusal!.Used, admission.Refusal.Asked);
}
