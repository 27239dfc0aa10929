using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>How well holds fit: ten thousand requests of agents and chats, with the estimates that the relay makes from sizes alone.</summary>
public sealed class HoldReplayTests(ITestOutputHelper output)
{
    private const int Requests = 10_000;

    private static readonly PinnedPrice Price = new(
        new PriceVersion
        {
            Id = "v",
            Model = "m",
            ValidFrom = DateTimeOffset.UnixEpoch,
            Source = "test",
            Lines = [new(PriceDimension.Input, 3_000_000_000), new(PriceDimension.Output, 15_000_000_000), new(PriceDimension.CacheRead, 300_000_000)],
        },
        PinnedPrice.Par);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void L_7_Ten_thousand_requests_are_covered_by_their_holds_and_hold_no_more_than_three_times_their_cost(int seed)
    {
        var random = new Random(seed);
        var ratios = new PromptRatios();
        var history = new OutputHistory();
        var keys = Enumerable.Range(0, 20).Select(n => new Guid(n, 0, 0, new byte[8])).ToArray();
        var overrun = 0;
        var over = new List<long>(Requests);
        for (var i = 0; i < Requests; i++)
        {
            var request = Draw(random);
            var model = request.Agent ? "agent" : "chat";
            var key = keys[random.Next(keys.Length)];
            var held = request.Stream
                ? Math.Min(request.MaxTokens, Math.Min(16_000, history.Likely(key, model)))
                : Math.Min(request.MaxTokens, 16_000);
            var ceiling = new UsageCeiling { PromptTokens = ratios.Tokens(model, request.Bytes, media: 0), OutputTokens = held };
            var hold = PriceEngine.Worst(Price, ceiling).Nanos;
            if (request.Stream)
            {
                // Extended by the first step whenever four fifths of the last one have come.
                var step = Math.Max(256, held);
                for (var at = held * 4 / 5; at < request.Output; at += step * 4 / 5)
                {
                    hold = Math.Max(hold, PriceEngine.Cost(Price, new BilledUsage(new Usage { UncachedInput = request.Prompt, Output = at + step })).Nanos);
                }
            }

            var cost = PriceEngine.Cost(Price, new BilledUsage(new Usage { UncachedInput = request.Prompt, Output = request.Output })).Nanos;
            overrun += cost > hold ? 1 : 0;
            over.Add(hold * 1_000 / cost);
            ratios.Learn(model, request.Bytes, request.Prompt);
            history.Note(key, model, request.Output);
        }

        over.Sort();
        output.WriteLine($"{overrun} of {Requests} beyond their hold; median hold {over[Requests / 2]} thousandths of the cost");
        Assert.True(overrun <= Requests * 5 / 1_000, $"{overrun} requests cost more than was held");
        Assert.True(over[Requests / 2] <= 3_000, $"the median hold is {over[Requests / 2]} thousandths of the cost");
    }

    private static (bool Agent, bool Stream, int Bytes, int Prompt, int Output, long MaxTokens) Draw(Random random)
    {
        // Three of four are turns of agents: long prompts, streamed, a generous limit. The rest are chats, some whole.
        var agent = random.Next(4) != 0;
        var prompt = (int)LogNormal(random, agent ? 12_000 : 1_500, 0.9, 40, 180_000);
        var perToken = agent ? 3_200 + random.Next(900) : 3_400 + random.Next(1_200);
        var result = (int)LogNormal(random, agent ? 350 : 450, 1.0, 5, 15_000);
        var stream = agent || random.Next(3) != 0;
        var limit = agent ? 32_000 : random.Next(2) == 0 ? 4_096 : 16_000;
        return (agent, stream, (int)((long)prompt * perToken / 1_000), prompt, Math.Min(result, limit), limit);
    }

    private static double LogNormal(Random random, double median, double spread, double least, double most)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Clamp(median * Math.Exp(spread * normal), least, most);
    }
}
