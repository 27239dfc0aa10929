using System.Collections.Immutable;
using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Xunit;

namespace Gantry.Tests.Billing.Caps;

/// <summary>Long random histories of holds, extensions, settlements and refunds, judged by a model that adds everything up anew each time.</summary>
public sealed class SpendModelTests
{
    private const int Steps = 600;

    private static readonly Guid[] Keys = [.. Enumerable.Range(1, 4).Select(i => new Guid($"01980000-0000-7000-8000-00000000000{i}"))];
    private static readonly Guid[] People = [.. Enumerable.Range(1, 2).Select(i => new Guid($"01980000-0000-7000-8000-0000000000b{i}"))];
    private static readonly string[] Groups = ["slow", "fast"];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Tallies_agree_with_a_sum_over_all_requests(int seed)
    {
        var random = new Random(seed);
        var zone = Zones.Find(random.Next(3) switch { 0 => "Europe/Berlin", 1 => "America/Sao_Paulo", _ => "Asia/Kolkata" });
        var tallies = new SpendTallies();
        var history = new List<Request>();
        var spenders = Spenders(random, zone);
        var now = new DateTimeOffset(2018, 10, 20, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(20_000));
        var refused = 0;
        for (var step = 0; step < Steps; step++)
        {
            now = now.AddMinutes(random.Next(10) == 0 ? random.Next(4_000) : random.Next(60));
            if (random.Next(20) == 0) tallies.Trim(now);
            var running = history.Where(r => r.Runs).ToArray();
            var some = running.Length > 0 ? running[random.Next(running.Length)] : null;
            switch (random.Next(some is null ? 2 : 6))
            {
                case 0 or 1 or 2:
                    // A body takes its time: the request may have begun before midnight.
                    var request = new Request(spenders[random.Next(spenders.Length)], now.AddSeconds(-random.Next(90)));
                    if (Take(tallies, history, request, Amount(random) + new Money(1), ref refused)) history.Add(request);
                    break;
                case 3:
                    Take(tallies, history, some!, Amount(random), ref refused);
                    break;
                case 4:
                    var room = random.Next(4) == 0 ? Money.Min(Amount(random), tallies.Room(some!.Spender, some.StartedAt)) : Money.Zero;
                    var charge = new Money(random.NextInt64(some!.Held.Nanos + 1)) + room;
                    tallies.Settle(some.Spender, some.StartedAt, some.Held, charge);
                    (some.Held, some.Charged, some.Runs) = (Money.Zero, charge, false);
                    break;
                default:
                    var settled = history.Where(r => !r.Runs && r.StartedAt > now.AddHours(-20)).ToArray();
                    if (settled.Length == 0) break;
                    var refunded = settled[random.Next(settled.Length)];
                    var back = new Money(random.NextInt64(refunded.Charged.Nanos + 1));
                    tallies.Refund(refunded.Spender, refunded.StartedAt, back);
                    refunded.Charged -= back;
                    break;
            }
        }

        Assert.True(refused > 0, "No cap was ever reached.");
        Assert.True(history.Count > 50, "Hardly anything ran.");
    }

    private static bool Take(SpendTallies tallies, List<Request> history, Request request, Money amount, ref int refused)
    {
        var (spender, at) = (request.Spender, request.StartedAt);
        while (tallies.Unknown(spender, at) is { } key) tallies.Load(key, OfOtherRuns(key));
        var expected = spender.Caps.Concat(spender.GroupCaps).Select(cap => Judge(history, cap, at, amount)).OfType<CapRefusal>().ToArray();
        var actual = tallies.Refuses(spender, at, amount);
        Assert.Equal(expected.Length > 0, actual is not null);
        if (actual is not null)
        {
            Assert.Contains(actual, expected);
            Assert.Equal(expected.Max(e => e.ResetsAt ?? DateTimeOffset.MaxValue), actual.ResetsAt ?? DateTimeOffset.MaxValue);
            refused++;
            return false;
        }

        tallies.Hold(spender, at, amount);
        request.Held += amount;
        return true;
    }

    private static CapRefusal? Judge(List<Request> history, SpendCap cap, DateTimeOffset at, Money amount)
    {
        var span = SpendWindows.Of(cap.Window, at, cap.Zone);
        var counted = history.Where(r => span.Holds(r.StartedAt) && IdOf(r.Spender, cap.Scope) == cap.Id).ToArray();
        var spent = OfOtherRuns(new SpendKey(cap.Scope, cap.Id, span.Since)) + new Money(counted.Sum(r => r.Charged.Nanos));
        var held = new Money(counted.Sum(r => r.Held.Nanos));
        return spent + held + amount <= cap.Limit ? null : new CapRefusal(cap, spent, held, amount, span.ResetsAt);
    }

    private static string IdOf(Spender spender, SpendScope scope) => scope switch
    {
        SpendScope.Key => spender.KeyId.ToString(),
        SpendScope.Account => spender.AccountId.ToString(),
        SpendScope.Member => spender.MemberId is { } person ? new TeamMember(spender.AccountId, person).ToString() : "",
        _ => spender.Group,
    };

    // Some amount that is always the same for the same window.
    private static Money OfOtherRuns(SpendKey key) =>
        new((key.Id.Sum(c => (long)c) * 7_919 + (key.Since?.ToUnixTimeSeconds() ?? 0) / 60 * 31) % (Money.NanosPerDollar / 2));

    private static Money Amount(Random random) => random.Next(8) == 0 ? Money.Zero : new Money(random.NextInt64(Money.NanosPerDollar / 3));

    private static Spender[] Spenders(Random random, TimeZoneInfo zone)
    {
        var groupCaps = Groups.ToDictionary(g => g, g => Caps(random, SpendScope.Group, g, TimeZoneInfo.Utc));
        var account = Guid.Parse("01980000-0000-7000-8000-0000000000aa");
        var accountCaps = Caps(random, SpendScope.Account, account.ToString(), zone);
        // Two keys of one person, one of another, and one that is nobody's in particular.
        var budgets = People.ToDictionary(p => p, p => Caps(random, SpendScope.Member, new TeamMember(account, p).ToString(), zone));
        return
        [
            .. from key in Keys
               let person = Array.IndexOf(Keys, key) switch { 0 or 1 => People[0], 2 => People[1], _ => (Guid?)null }
               let keyCaps = Caps(random, SpendScope.Key, key.ToString(), zone)
               from @group in Groups
               select new Spender(key, account, @group, zone, [.. keyCaps, .. person is { } p ? budgets[p] : [], .. accountCaps], groupCaps[@group], TimeZoneInfo.Utc) { MemberId = person },
        ];
    }

    private static ImmutableArray<SpendCap> Caps(Random random, SpendScope scope, string id, TimeZoneInfo zone) =>
    [
        .. Enum.GetValues<SpendWindow>().Where(_ => random.Next(2) == 0)
            .Select(w => new SpendCap(scope, id, w, new Money(Money.NanosPerDollar * (w == SpendWindow.Total ? 25 : 1 + 3 * (int)w)), zone)),
    ];

    private sealed class Request(Spender spender, DateTimeOffset startedAt)
    {
        public Spender Spender => spender;

        public DateTimeOffset StartedAt => startedAt;

        public Money Held { get; set; }

        public Money Charged { get; set; }

        public bool Runs { get; set; } = true;
    }
}
