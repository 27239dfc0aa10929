using Gantry.Billing;
using Gantry.Routing.Health;
using Xunit;

namespace Gantry.Tests.Routing.Health;

public sealed class BoardModelTests(ITestOutputHelper output)
{
    private const int Schedules = 10_000;
    private const int Steps = 50;

    private static readonly AttemptOutcome[] Outcomes =
    [
        AttemptOutcome.Served, AttemptOutcome.UpstreamFailed, AttemptOutcome.ConnectFailed, AttemptOutcome.RateLimited, AttemptOutcome.CredentialRefused,
        AttemptOutcome.RequestRefused, AttemptOutcome.ClientLeft, AttemptOutcome.FirstByteTimeout, AttemptOutcome.DnsFailed,
    ];

    private static readonly double[] Gaps = [0.01, 0.2, 0.9, 1, 4, 6, 29, 61, 301, 700];

    private static readonly RouteTarget[] Targets =
    [
        BoardClock.Target(), BoardClock.Target(model: "n"), BoardClock.Target(credential: BoardClock.Two), BoardClock.Target(credential: BoardClock.Two, model: "n"),
    ];

    [Fact]
    public void Board_says_what_the_list_of_all_that_happened_says()
    {
        var changes = 0;
        for (var seed = 0; seed < Schedules; seed++)
        {
            try
            {
                changes += Run(seed);
            }
            catch (InvalidOperationException difference)
            {
                Assert.Fail($"Schedule {seed}: {difference.Message}");
            }
        }

        output.WriteLine($"{changes} changes in {Schedules} schedules");
        Assert.True(changes > Schedules, "The schedules must break and mend something.");
    }

    private static int Run(int seed)
    {
        var random = new Random(seed);
        var clock = new BoardClock();
        var model = new BoardModel();
        var open = new List<HealthTicket>();
        var now = 0.0;

        // Each schedule has its own weather: outcomes that come often.
        var weather = Enumerable.Range(0, 3).Select(_ => Outcomes[random.Next(Outcomes.Length)]).ToArray();
        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(5))
            {
                case 0 or 1:
                    var target = Targets[random.Next(random.Next(2) == 0 ? 1 : Targets.Length)];
                    var only = random.Next(3) > 0;
                    var began = true;
                    HealthTicket ticket;
                    if (only)
                    {
                        began = clock.Board.TryBegin(target, out ticket);
                    }
                    else
                    {
                        ticket = clock.Board.Begin(target);
                    }

                    model.Begin(target, only, ticket, began, now);
                    if (began)
                    {
                        open.Add(ticket);
                    }

                    break;
                case 2 or 3 when open.Count > 0:
                    var ended = open[random.Next(open.Count)];
                    open.Remove(ended);
                    var outcome = random.Next(4) == 0 ? Outcomes[random.Next(Outcomes.Length)] : weather[random.Next(weather.Length)];
                    double? retryAfter = random.Next(3) switch { 0 => null, 1 => random.Next(-2, 3), _ => random.Next(1, 1_000) };
                    var told = clock.Changes.Count;
                    clock.Board.End(ended, outcome, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
                    model.End(ended, outcome, retryAfter, now, [.. clock.Changes.Skip(told)]);
                    break;
                default:
                    var gap = Gaps[random.Next(random.Next(3) == 0 ? Gaps.Length : 4)];
                    clock.Pass(gap);
                    now = Math.Round(now + gap, 6);
                    break;
            }

            foreach (var target in Targets)
            {
                model.Compare(clock[target], now, clock.Time.GetUtcNow());
            }
        }

        return clock.Changes.Count;
    }
}
