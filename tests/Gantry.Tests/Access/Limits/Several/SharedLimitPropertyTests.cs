using Gantry.Access.Limits;
using Xunit;

namespace Gantry.Tests.Access.Limits.Several;

/// <summary>Three servers, whatever they do in whatever order: no minute has more than the limit, and what there is can be had on each of them.</summary>
public sealed class SharedLimitPropertyTests
{
    private const int Requests = 40;
    private const int Tokens = 1000;
    private const int Places = 6;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // What is taken within a quarter of a second counts until its last moment has passed.
    private static readonly TimeSpan Longest = Minute + TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.4)]
    public async Task No_minute_of_all_servers_has_more_than_the_limit_and_nothing_is_kept_from_who_asks(double lost)
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            var story = new Story(new Random(seed), lost);
            using var servers = story.Servers;
            for (var step = 0; step < 250; step++)
            {
                await story.GoOnAsync();
                Assert.True(story.Breach() is null, $"seed {seed}, step {step}: {story.Breach()}");
            }

            Assert.True(story.Admitted > 40, $"seed {seed}: {story.Admitted}");
        }
    }

    private sealed class Story
    {
        private readonly Random _random;
        private readonly double _lost;
        private readonly RateScopes _scopes = Servers.Key(Requests, Tokens, Places);
        private readonly List<Taken> _taken = [];
        private string? _kept;

        public Story(Random random, double lost)
        {
            (_random, _lost) = (random, lost);
            if (lost == 0) return;
            // Answers come when others have asked meanwhile, and words get lost.
            var words = new Random(random.Next());
            Servers.Bus.Loses = _ =>
            {
                lock (words) return words.NextDouble() < lost;
            };
            Servers.Store.Fails = async () => await Task.Yield();
        }

        public Servers Servers { get; } = new(3);

        public int Admitted => _taken.Count;

        public async Task GoOnAsync()
        {
            var server = _random.Next(3);
            switch (_random.Next(10))
            {
                case 0:
                    await Servers.StepAsync(_random.NextDouble() * 20);
                    break;
                case 1:
                    await Servers.StepAsync(_random.NextDouble());
                    break;
                case 2:
                    await Servers.Limiters[server].SweepAsync();
                    break;
                case 3 or 4 or 5:
                    if (_taken.FindAll(taken => !taken.HasEnded) is { Count: > 0 } running) End(running[_random.Next(running.Count)]);
                    break;
                case 6:
                    await BurstAsync(server);
                    break;
                default:
                    await TryAsync(server, _random.Next(1, 200));
                    break;
            }
        }

        /// <summary>What does not hold; null for nothing.</summary>
        public string? Breach()
        {
            var minute = _taken.FindAll(taken => taken.Asked > Servers.Time.GetUtcNow() - Minute);
            return Servers.IsCutOff ? "the store was taken for slow"
                : minute.Count > Requests ? $"{minute.Count} requests"
                : minute.Sum(taken => taken.Tokens) > Tokens ? $"{minute.Sum(taken => taken.Tokens)} tokens"
                : _taken.Count(taken => !taken.HasEnded) > Places ? "places"
                : _kept;
        }

        private async Task TryAsync(int server, int tokens)
        {
            if (await AskAsync(server, tokens) || _lost > 0) return;
            // What was refused a moment ago is not asked for again.
            await Servers.StepAsync(1.01);
            var near = _taken.FindAll(taken => taken.At > Servers.Time.GetUtcNow() - Longest);
            var fits = near.Count < Requests && near.Sum(taken => taken.Tokens) + tokens <= Tokens && _taken.Count(taken => !taken.HasEnded) < Places;
            if (!await AskAsync(server, tokens) && fits) _kept = $"{tokens} tokens of {Tokens - near.Sum(taken => taken.Tokens)}, with {near.Count} requests, were refused";
        }

        private async Task BurstAsync(int server)
        {
            var asked = Servers.Time.GetUtcNow();
            var burst = Enumerable.Range(0, 6).Select(i => (Tokens: _random.Next(1, 200), Server: (server + (i / 2)) % 3)).ToArray();
            var admissions = Task.WhenAll(burst.Select(one => Servers.AskAsync(one.Server, _scopes, one.Tokens, place: true)));
            await Servers.ComesAsync(admissions);
            foreach (var (one, admission) in burst.Zip(await admissions))
            {
                if (admission.Lease is { } lease) _taken.Add(new Taken(lease, asked, Servers.Time.GetUtcNow(), one.Tokens));
            }
        }

        private async Task<bool> AskAsync(int server, int tokens)
        {
            var asked = Servers.Time.GetUtcNow();
            var admission = await Servers.NowAsync(server, _scopes, tokens, place: true);
            if (admission.Lease is not { } lease) return false;
            Assert.InRange(lease.Standing.Requests.Remaining ?? -1, 0, Requests - 1);
            _taken.Add(new Taken(lease, asked, Servers.Time.GetUtcNow(), tokens));
            return true;
        }

        private void End(Taken taken)
        {
            var used = _random.Next(taken.Tokens + 1);
            taken.Lease.End(used);
            (taken.Tokens, taken.HasEnded) = (used, true);
        }

        private sealed class Taken(IRateLease lease, DateTimeOffset asked, DateTimeOffset at, int tokens)
        {
            public IRateLease Lease { get; } = lease;

            // It was admitted between the two.
            public DateTimeOffset Asked { get; } = asked;

            public DateTimeOffset At { get; } = at;

            public int Tokens { get; set; } = tokens;

            public bool HasEnded { get; set; }
        }
    }
}
