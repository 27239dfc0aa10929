using Gantry.Contracts.Manage;
using Gantry.Management.Http;
using Xunit;

namespace Gantry.Tests.Management.Http;

public sealed class SearchLimitTests
{
    private static readonly Guid Ann = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Bob = new("00000000-0000-0000-0000-000000000002");

    [Fact]
    public void S_33_Ten_searches_a_minute_are_free_and_the_next_waits_as_long_as_told()
    {
        var time = new FakeTime();
        var limit = new SearchLimit(time);
        for (var i = 0; i < SearchLimit.PerMinute; i++)
        {
            limit.Take(Ann);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        var refusal = Assert.Throws<RefusedException>(() => limit.Take(Ann)).Refusal;
        Assert.Equal((RefusalKind.TooOften, "too_many_searches", TimeSpan.FromSeconds(50)), (refusal.Kind, refusal.Code, refusal.RetryAfter));
        limit.Take(Bob);

        time.Advance(refusal.RetryAfter!.Value);
        limit.Take(Ann);
        Assert.Throws<RefusedException>(() => limit.Take(Ann));
    }

    [Fact]
    public void Accounts_that_search_no_more_are_forgotten()
    {
        var time = new FakeTime();
        var limit = new SearchLimit(time);
        for (var i = 0; i < 5_000; i++)
        {
            limit.Take(Guid.CreateVersion7(time.GetUtcNow()));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(limit.Count, 1, 1_100);
    }
}
