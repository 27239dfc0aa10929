using System.Diagnostics;
using Gantry.Accounts.SignIn;
using Gantry.Contracts.SignIn;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Accounts;

[Collection(AloneCollection.Name)]
public sealed class PasswordTimeTests
{
    private const int Rounds = 11;

    [Fact]
    public async Task S_25_Unknown_account_takes_as_long_as_a_known_one()
    {
        await using var rig = await SignInRig.StartAsync(PasswordDesk.Iterations);
        await rig.AddAsync("ann@example.com");
        await MeasureAsync(rig, "ann@example.com");
        await MeasureAsync(rig, "nobody@example.com");

        // What the work costs is told by the processors, whatever else the machine does meanwhile; the clock is to show that nobody waits on top of it.
        // The machine may make one name wait in more than half of its rounds, so the clock compares the rounds in which each waited least: who waits by intent waits in those too.
        var (known, unknown) = (new List<(double Cost, double Clock)>(), new List<(double Cost, double Clock)>());
        var (cost, clock) = (1.0, 1.0);
        for (var look = 0; look < 3 && (cost > 0.05 || clock > 0.2); look++)
        {
            for (var i = 0; i < Rounds; i++)
            {
                known.Add(await MeasureAsync(rig, "ann@example.com"));
                unknown.Add(await MeasureAsync(rig, "nobody@example.com"));
            }

            cost = Apart(Median(known.Select(one => one.Cost)), Median(unknown.Select(one => one.Cost)));
            clock = Apart(known.Min(one => one.Clock), unknown.Min(one => one.Clock));
        }

        Assert.True(cost <= 0.05, $"{cost:P1} apart in work");
        Assert.True(clock <= 0.2, $"{clock:P1} apart by the clock");
    }

    private static async Task<(double Cost, double Clock)> MeasureAsync(SignInRig rig, string email)
    {
        rig.Time.Advance(TryLimit.Window);
        var visitor = rig.Visit();
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        Assert.Equal(SignInKind.Refused, (await visitor.SignInAsync(s => s.WithPasswordAsync(email, "wrong wrong wrong", false, CancellationToken.None))).Kind);
        return ((Environment.CpuUsage.TotalTime - before).TotalMilliseconds, clock.Elapsed.TotalMilliseconds);
    }

    private static double Apart(double one, double other) => Math.Abs(one - other) / Math.Max(one, other);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
