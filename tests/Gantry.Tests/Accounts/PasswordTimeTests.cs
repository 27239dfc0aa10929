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

        // The machine has other work too: the best of three looks counts, each of pairs taken in turn.
        var apart = 1.0;
        for (var look = 0; look < 3 && apart > 0.05; look++)
        {
            var (known, unknown) = (new List<double>(), new List<double>());
            for (var i = 0; i < Rounds; i++)
            {
                known.Add(await MeasureAsync(rig, "ann@example.com"));
                unknown.Add(await MeasureAsync(rig, "nobody@example.com"));
            }

            var (a, b) = (Median(known), Median(unknown));
            apart = Math.Min(apart, Math.Abs(a - b) / Math.Max(a, b));
        }

        Assert.True(apart <= 0.05, $"{apart:P1} apart");
    }

    private static async Task<double> MeasureAsync(SignInRig rig, string email)
    {
        rig.Time.Advance(TryLimit.Window);
        var visitor = rig.Visit();
        var clock = Stopwatch.StartNew();
        Assert.Equal(SignInKind.Refused, (await visitor.SignInAsync(s => s.WithPasswordAsync(email, "wrong wrong wrong", false, CancellationToken.None))).Kind);
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
