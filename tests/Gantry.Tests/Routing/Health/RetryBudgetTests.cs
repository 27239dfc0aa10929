using Gantry.Routing.Health;
using Xunit;

namespace Gantry.Tests.Routing.Health;

public sealed class RetryBudgetTests(ITestOutputHelper output)
{
    private const int Many = 10_000;

    public static TheoryData<int, int> Crowds()
    {
        var crowds = new TheoryData<int, int>();
        foreach (var upstreams in (int[])[1, 2, 4])
        {
            foreach (var concurrency in (int[])[1, 2, 7, 50, 200])
            {
                crowds.Add(upstreams, concurrency);
            }
        }

        return crowds;
    }

    [Theory]
    [MemberData(nameof(Crowds))]
    public void R_20_Failure_of_everything_is_not_multiplied(int upstreams, int concurrency)
    {
        foreach (var gap in (double[])[0.001, 1, 400])
        {
            var pool = new PoolSimulation(1, [.. Enumerable.Repeat(1.0, upstreams)]);
            pool.Run(Many, concurrency, TimeSpan.FromSeconds(gap));
            output.WriteLine($"gap {gap}: {pool.Attempts} attempts for {pool.Requests} requests");
            Assert.InRange(pool.Attempts, pool.Requests, (pool.Requests * 1.2) + 3);
            Assert.Equal(0, pool.Served);
        }
    }

    [Theory]
    [MemberData(nameof(Crowds))]
    public void R_20_Failure_after_a_healthy_time_costs_the_burst_that_was_earned_and_no_more(int upstreams, int concurrency)
    {
        var pool = new PoolSimulation(2, new double[upstreams]);
        pool.Run(1_000, concurrency, TimeSpan.FromMilliseconds(10));
        Assert.Equal(pool.Requests, pool.Attempts);
        pool.ForgetCounts();
        Array.Fill(pool.FailureRates, 1.0);
        pool.Run(Many, concurrency, TimeSpan.FromMilliseconds(10));
        output.WriteLine($"{pool.Attempts} attempts for {pool.Requests} requests");
        Assert.InRange(pool.Attempts, pool.Requests, (pool.Requests * 1.2) + 3 + RetryBudgets.Burst);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(50)]
    [InlineData(200)]
    public void R_21_Half_of_the_answers_of_two_upstreams_serve_nearly_everybody(int concurrency)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var pool = new PoolSimulation(seed, 0.5, 0.5);
            pool.Run(Many, concurrency, TimeSpan.FromMilliseconds(20));
            output.WriteLine($"{pool.Served} of {pool.Requests} served with {pool.Attempts} attempts, {pool.MostAttempts} at most");
            Assert.InRange(pool.Served, Many * 99 / 100, Many);
            Assert.InRange(pool.MostAttempts, 1, RetryBudgets.Most);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(200)]
    public void Dead_upstream_beside_a_healthy_one_fails_nobody(int concurrency)
    {
        var pool = new PoolSimulation(3, 1, 0);
        pool.Run(Many, concurrency, TimeSpan.FromMilliseconds(20));
        output.WriteLine($"{pool.Served} of {pool.Requests} served with {pool.Attempts} attempts");
        Assert.Equal(Many, pool.Served);
        Assert.InRange(pool.Attempts, Many, Many * 1.2);
    }

    [Fact]
    public void No_schedule_gets_more_retries_than_it_has_earned()
    {
        var random = new Random(4);
        for (var schedule = 0; schedule < 1_000; schedule++)
        {
            var budgets = new RetryBudgets();
            var (requests, answers, retries) = (0, 0, 0);
            for (var step = 0; step < 300; step++)
            {
                switch (random.Next(4))
                {
                    case 0:
                        budgets.NoteRequest("p");
                        requests++;
                        break;
                    case 1 when schedule % 3 == 0:
                        budgets.NoteAnswer("p");
                        answers++;
                        break;
                    default:
                        retries += budgets.TryRetry("p", random.Next(1, 12), unproven: false) ? 1 : 0;
                        break;
                }

                Assert.True(retries <= 3 + (0.1 * requests) + (1.5 * answers) + 1e-6, $"schedule {schedule}: {retries} retries of {requests} requests and {answers} answers");
            }
        }
    }

    [Fact]
    public void Pools_do_not_spend_what_others_have_earned()
    {
        var budgets = new RetryBudgets();
        for (var answer = 0; answer < 100; answer++)
        {
            budgets.NoteAnswer("a");
        }

        var retries = Enumerable.Range(0, 100).Count(_ => budgets.TryRetry("b", 1, unproven: false));
        Assert.Equal(3, retries);
    }

    [Fact]
    public void Request_is_never_tried_more_often_than_the_most()
    {
        var budgets = new RetryBudgets();
        for (var answer = 0; answer < 100; answer++)
        {
            budgets.NoteAnswer("a");
        }

        Assert.True(budgets.TryRetry("a", RetryBudgets.Most - 1, unproven: false));
        Assert.False(budgets.TryRetry("a", RetryBudgets.Most, unproven: true));
        Assert.False(budgets.TryRetry("a", RetryBudgets.Most + 1, unproven: false));
    }

    [Fact]
    public void Fresh_target_is_free_for_the_first_retries_alone()
    {
        var budgets = new RetryBudgets();
        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(budgets.TryRetry("a", 2, unproven: true)));
        Assert.All(Enumerable.Range(0, 100), _ => Assert.False(budgets.TryRetry("a", 3, unproven: true)));
    }

    [Fact]
    public void Memory_is_bounded_whatever_pools_are_called()
    {
        var budgets = new RetryBudgets();
        for (var name = 0; name < 50_000; name++)
        {
            budgets.NoteRequest($"pool {name}");
        }

        Assert.InRange(budgets.Pools, 1, RetryBudgets.MostPools);
    }
}
