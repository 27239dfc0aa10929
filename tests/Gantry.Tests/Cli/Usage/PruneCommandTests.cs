using Gantry.Cli;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Gantry.Tests.Storage.Ledger;
using Xunit;

namespace Gantry.Tests.Cli.Usage;

public sealed class PruneCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Old_records_are_counted_then_dropped_as_the_settings_say_or_by_hand()
    {
        await ApplyAsync("settings: {usage_days: 60, rollup_days: 100}\naccounts:\n  - {email: a@b.c, credit: 10.00}");
        await using (var rig = await LedgerRig.OpenAsync(0, await SqliteDatabase.OpenAsync(Path.Combine(Data, "gantry.db"), TimeProvider.System, CancellationToken.None)))
        {
            var account = Guid.Parse((await rig.ScalarAsync<string>("SELECT id FROM accounts"))!);
            foreach (var days in (int[])[10, 50, 70, 110])
            {
                rig.Time.Now = TimeProvider.System.GetUtcNow().AddDays(-days);
                var request = rig.Request($"req_{days}", 7, 7);
                var store = new UsageStore(rig.Database, rig.Time);
                await store.InsertAsync([request with { AccountId = account, Charge = request.Charge! with { WalletId = account } }], CancellationToken.None);
            }
        }

        Assert.StartsWith("Would drop 2 records and 2 attempts from before ", (await RunAsync("usage", "prune", "--dry-run")).Output);
        var pruned = (await RunAsync("usage", "prune")).Output;
        Assert.StartsWith("Dropped 2 records and 2 attempts from before ", pruned);
        Assert.Contains("Folded 1 hourly sums from before ", pruned);
        Assert.StartsWith("Dropped 1 records", (await RunAsync("usage", "prune", "--before", Day(-40))).Output);
        var late = await RunAsync("usage", "prune", "--before", Day(-30));
        Assert.Equal(ExitCodes.WrongUsage, late.Code);
        Assert.Contains("monthly spend caps", late.Error);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("usage", "prune", "--before", "yesterday")).Code);
        Assert.Equal("The books add up.\n", (await RunAsync("ledger", "check")).Output);
    }

    [Theory]
    [InlineData("usage_days: 31", "usage_days is 31: it must be 32 or more")]
    [InlineData("usage_days: many", "usage_days must be a whole number of days")]
    [InlineData("usage_days: 100\n  rollup_days: 99", "rollup_days is 99: it must be 100 or more")]
    [InlineData("rollup_days: 99999999999", "rollup_days must be a whole number of days, at most 36500")]
    public async Task Setting_that_would_break_caps_is_refused(string settings, string reason)
    {
        await File.WriteAllTextAsync(_folder.File("gantry.yaml"), $"settings:\n  {settings}");
        var applied = await RunAsync("apply", "-f", _folder.File("gantry.yaml"));
        Assert.Equal(ExitCodes.ConfigurationRefused, applied.Code);
        Assert.Contains(reason, applied.Error);
    }

    private static string Day(int days) => TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task ApplyAsync(string file)
    {
        await File.WriteAllTextAsync(_folder.File("gantry.yaml"), file);
        Assert.Equal(ExitCodes.Done, (await RunAsync("apply", "-f", _folder.File("gantry.yaml"))).Code);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var code = await GantryCommand.RunAsync([.. args, "--data", Data], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
