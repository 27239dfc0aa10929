using System.Globalization;
using System.Text.Json;
using Dapper;
using Gantry.Billing;
using Gantry.Cli;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Gantry.Tests.Storage.Ledger;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Gantry.Tests.Cli.Ledger;

public sealed class LedgerCommandTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 7, 20, 1, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();

    private string Data => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Money_by_hand_is_shown_and_the_books_add_up()
    {
        await ApplyAsync();
        Assert.Equal(ExitCodes.Done, (await RunAsync("ledger", "credit", "a@b.c", "2.5", "--reason", "a gift")).Code);
        Assert.Equal(ExitCodes.Done, (await RunAsync("ledger", "adjust", "a@b.c", "-0.25", "--reason", "a mistake")).Code);
        var shown = await RunAsync("ledger", "show", "a@b.c");
        Assert.Contains("a@b.c: available 12.250000000, reserved 0.000000000 USD", shown.Output);
        Assert.Contains("a mistake", shown.Output);
        var json = JsonDocument.Parse((await RunAsync("ledger", "show", "--json")).Output).RootElement;
        Assert.Equal(12_250_000_000, json.GetProperty("wallets")[0].GetProperty("available_nanos").GetInt64());
        Assert.Equal(["adjust", "credit", "credit"], json.GetProperty("transactions").EnumerateArray().Select(t => t.GetProperty("kind").GetString()!));
        var check = await RunAsync("ledger", "check");
        Assert.Equal((ExitCodes.Done, "The books add up.\n"), (check.Code, check.Output));
    }

    [Fact]
    public async Task Broken_books_exit_1_and_say_where()
    {
        await ApplyAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "gantry.db")};Pooling=False"))
            await connection.ExecuteAsync("UPDATE wallets SET available_nanos = available_nanos + 1");
        var check = await RunAsync("ledger", "check", "--json");
        Assert.Equal(ExitCodes.CheckFailed, check.Code);
        var findings = JsonDocument.Parse(check.Output).RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(["I-2", "I-10"], findings.Select(f => f.GetProperty("check").GetString()!));
        Assert.Contains("10000000001", findings[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Wrong_amounts_and_accounts_exit_2()
    {
        await ApplyAsync();
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("ledger", "credit", "a@b.c", "-1", "--reason", "x")).Code);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("ledger", "credit", "a@b.c", "0.0000000001", "--reason", "x")).Code);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("ledger", "adjust", "a@b.c", "-11", "--reason", "x")).Code);
        Assert.Contains("did you mean 'a@b.c'?", (await RunAsync("ledger", "credit", "a@b.d", "1", "--reason", "x")).Error);
        Assert.Contains("no request 'req_1' has been charged", (await RunAsync("ledger", "refund", "req_1")).Error);
    }

    [Fact]
    public async Task Refund_gives_back_what_is_left_of_a_charge()
    {
        await ApplyAsync();
        await using (var rig = await LedgerRig.OpenAsync(0, await SqliteDatabase.OpenAsync(Path.Combine(Data, "gantry.db"), TimeProvider.System, CancellationToken.None)))
        {
            var account = Guid.Parse((await rig.ScalarAsync<string>("SELECT id FROM accounts"))!);
            var request = rig.Request("req_1", 3_000_000_000, fromWallet: 3_000_000_000);
            await rig.SettleAsync(request with { AccountId = account, Charge = request.Charge! with { WalletId = account, AllowanceId = null } });
        }

        Assert.Contains("available is now 8.000000000", (await RunAsync("ledger", "refund", "req_1", "--amount", "1")).Output);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("ledger", "refund", "req_1", "--amount", "2.000000001")).Code);
        Assert.Contains("available is now 10.000000000", (await RunAsync("ledger", "refund", "req_1", "--reason", "sorry")).Output);
        Assert.Contains("nothing of request 'req_1' is left", (await RunAsync("ledger", "refund", "req_1")).Error);
        Assert.Equal(ExitCodes.Done, (await RunAsync("ledger", "check")).Code);
    }

    [Fact]
    public async Task Voucher_is_made_listed_and_revoked()
    {
        await ApplyAsync();
        var made = await RunAsync("voucher", "create", "--amount", "5", "--count", "3", "--expires", "2030-12-31");
        Assert.Equal(3, made.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count());
        var listed = JsonDocument.Parse((await RunAsync("voucher", "list", "--json")).Output).RootElement;
        Assert.Equal(3, listed.GetArrayLength());
        Assert.Equal(ExitCodes.Done, (await RunAsync("voucher", "revoke", listed[0].GetProperty("id").GetString()!)).Code);
        Assert.Contains("revoked", (await RunAsync("voucher", "list")).Output);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync("voucher", "revoke", Guid.Empty.ToString())).Code);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task L_60_Invoice_with_three_errors_shows_those_three(string format)
    {
        await ApplyAsync();
        var invoice = await PlantAsync();
        var file = _folder.File($"invoice.{format}");
        await File.WriteAllTextAsync(file, format == "csv"
            ? "Day,Upstream,Model,Amount\n" + string.Concat(invoice.Select(l => $"{l.Key.Day:yyyy-MM-dd},{l.Key.Upstream},\"{l.Key.Model}\",{Dollars(l.Value)}\n"))
            : $"[{string.Join(",", invoice.Select(l => $$"""{"day":"{{l.Key.Day:yyyy-MM-dd}}","upstream":"{{l.Key.Upstream}}","model":"{{l.Key.Model}}","amount":{{Dollars(l.Value)}}}"""))}]");

        var told = await RunAsync("ledger", "reconcile", "--invoice", file, "--json");
        Assert.Equal(ExitCodes.CheckFailed, told.Code);
        var cells = JsonDocument.Parse(told.Output).RootElement.EnumerateArray().ToList();
        Assert.Equal(invoice.Count, cells.Count);
        string[] red = [.. cells.Where(c => c.GetProperty("verdict").GetString() != "green").Select(c => $"{c.GetProperty("day")} {c.GetProperty("upstream")} {c.GetProperty("model")}")];
        Assert.Equal(["2026-07-20 east m/1", "2026-07-21 west m/2", "2026-07-22 east m/3"], red);
        var doubtful = cells.Single(c => c.GetProperty("day").GetString() == "2026-07-20" && c.GetProperty("verdict").GetString() == "red").GetProperty("doubtful");
        Assert.Equal("unknown", Assert.Single(doubtful.EnumerateArray()).GetProperty("status").GetString());
    }

    private static string Dollars(long nanos) => (nanos / 1_000_000_000m).ToString("0.000000000", CultureInfo.InvariantCulture);

    // Three days, two upstreams, three models, twenty attempts each; the invoice is reckoned from what the upstream served.
    private async Task<Dictionary<(DateOnly Day, string Upstream, string Model), long>> PlantAsync()
    {
        var random = new Random(60);
        var invoice = new Dictionary<(DateOnly Day, string Upstream, string Model), long>();
        var records = new List<UsageRecord>();
        for (var day = 0; day < 3; day++)
        {
            foreach (var (upstream, model) in (IEnumerable<(string, string)>)[("east", "m/1"), ("east", "m/2"), ("east", "m/3"), ("west", "m/1"), ("west", "m/2"), ("west", "m/3")])
            {
                var cell = (DateOnly.FromDateTime(Start.UtcDateTime.AddDays(day)), upstream, model);
                for (var i = 0; i < 20; i++)
                {
                    var cost = random.NextInt64(1_000_000_000, 5_000_000_000);
                    var served = (day, upstream, model, i) switch
                    {
                        (1, "west", "m/2", 3) => cost + 4_000_000_000, // counted at the price of the shorter cache
                        (2, "east", "m/3", 4) => cost * 2, // asked for twice
                        _ => cost,
                    };
                    invoice[cell] = invoice.GetValueOrDefault(cell) + served;
                    if ((day, upstream, model, i) is (0, "east", "m/1", 5)) continue; // missing in our book
                    var unknown = (day, upstream, model, i) is (0, "east", "m/1", 6);
                    records.Add(Attempted($"req_{day}_{upstream}_{model}_{i}", upstream, model, day, unknown ? 0 : cost, unknown));
                }

                // Invoices round; that is no error.
                invoice[cell] += random.Next(-100_000_000, 100_000_000);
            }
        }

        await using var database = await SqliteDatabase.OpenAsync(Path.Combine(Data, "gantry.db"), TimeProvider.System, CancellationToken.None);
        await new UsageStore(database, TimeProvider.System).InsertAsync(records, CancellationToken.None);
        return invoice;
    }

    private static UsageRecord Attempted(string id, string upstream, string model, int day, long cost, bool unknown) => Sample.Usage(id) with
    {
        StartedAt = Start.AddDays(day),
        Attempts = 1,
        Trail =
        [
            LedgerRig.Attempt(id, 1, cost) with { Upstream = upstream, UpstreamModel = model, CostStatus = unknown ? AttemptCostStatus.Unknown : AttemptCostStatus.Exact },
        ],
    };

    private async Task ApplyAsync()
    {
        await File.WriteAllTextAsync(_folder.File("gantry.yaml"), "accounts:\n  - {email: a@b.c, credit: 10.00}");
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
