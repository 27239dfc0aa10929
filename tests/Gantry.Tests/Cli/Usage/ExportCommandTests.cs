using System.Security.Cryptography;
using Gantry.Cli;
using Gantry.Storage;
using Gantry.Tests.Billing.Exports;
using Gantry.Tests.Storage;
using Gantry.Tests.Storage.Ledger;
using Xunit;

namespace Gantry.Tests.Cli.Usage;

public sealed class ExportCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Records_go_to_the_output_or_into_a_file_with_its_hash()
    {
        await using (var rig = await LedgerRig.OpenAsync(2, (await OpenAsync())))
        {
            await rig.SettleAsync(rig.Request("req_1", 5, 5), rig.Request("req_2", 7, 7, wallet: 1));
        }

        var all = CsvReading.Rows((await RunAsync("usage", "export")).Output);
        Assert.Equal(["req_1", "req_2"], all.Select(r => r["request_id"]));
        Assert.Equal("0.000000005", all[0]["overrun"]);
        Assert.Contains("upstream", all[0].Keys);
        Assert.Equal("req_2", Assert.Single(CsvReading.Rows((await RunAsync("usage", "export", "--account", "user1@example.com")).Output))["request_id"]);
        Assert.Empty((await RunAsync("usage", "export", "--format", "jsonl", "--to", "2026-07-24")).Output);
        Assert.Contains("req_1", (await RunAsync("usage", "export", "--format", "jsonl", "--from", "2026-07-24", "--to", "2026-07-25")).Output);

        var file = _folder.File("bill.csv");
        Assert.Equal(ExitCodes.Done, (await RunAsync("usage", "export", "--out", file)).Code);
        Assert.Equal(all, CsvReading.Rows(await File.ReadAllTextAsync(file)));
        Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file)))}  bill.csv\n", await File.ReadAllTextAsync(file + ".sha256"));
        Assert.False(File.Exists(file + ".part"));
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("usage", "export", "--out", _folder.File("gone/bill.csv"))).Code);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("usage", "export", "--format", "xml")).Code);
    }

    // As the command finds it: with its secrets beside it.
    private async Task<IDatabase> OpenAsync()
    {
        await File.WriteAllTextAsync(_folder.File("gantry.yaml"), "accounts:\n  - {email: a@b.c}");
        Assert.Equal(ExitCodes.Done, (await RunAsync("apply", "-f", _folder.File("gantry.yaml"))).Code);
        return await SqliteDatabase.OpenAsync(Path.Combine(Data, "gantry.db"), TimeProvider.System, CancellationToken.None);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var code = await GantryCommand.RunAsync([.. args, "--data", Data], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
