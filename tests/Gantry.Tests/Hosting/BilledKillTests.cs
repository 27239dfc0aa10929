using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text;
using Gantry.Simulator;
using Gantry.Simulator.Recording;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Money;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>R-60: a gateway that is killed over and over with a hundred answers under way. The simulator's own record is what bills are held against.</summary>
[Collection(AloneCollection.Name)]
public sealed class BilledKillTests(ITestOutputHelper output)
{
    private const int Streams = 100;
    private const int Wholes = 40;
    private const int LongestMilliseconds = 3_000;

    // $3 and $15 for a million tokens, times 1.1: some costs do not come out even.
    private const string Price = "input: 3, output: 15";
    private const long InputPrice = 3_000_000_000;
    private const long OutputPrice = 15_000_000_000;
    private const long MultiplierPpm = 1_100_000;

    private static readonly TimeSpan ReadyLimit = TestRun.Limit(10);

    // No two streams of a cycle ask for the same model: what was sent can be told apart even where no client heard of it.
    private static readonly string[] StreamModels = [.. Enumerable.Range(0, Streams).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"sim-text-n{25 + i % 40}-b{(i % 3 == 0 ? 300 : 20)}-i{40 + i % 7 * 10}-usage-in{1_000 + i}-out{301 + i * 13}"))];

    private static readonly string[] WholeModels = [.. Enumerable.Range(0, Wholes).Select(i => $"sim-text-n5-d{i * 40}-usage-in{i + 1}-out{i * 3 + 1}")];

    private static int Cycles =>
        int.TryParse(Environment.GetEnvironmentVariable("GANTRY_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked
        : TestRun.IsLong ? 300 : 3;

    [Fact]
    public async Task R_60_Bills_are_exact_after_kill_9_with_a_hundred_streams_under_way()
    {
        await using var installation = await Installation.CreateAsync(new SimulatorOptions());
        await File.WriteAllTextAsync(
            installation.Config,
            Bank.Configuration(installation.Simulator.BaseUrl, "100000.00", Price, [.. StreamModels, .. WholeModels], "", "", "multiplier: 1.1", ""));
        var auditor = new Auditor(installation.Database);
        var received = new ConcurrentDictionary<string, string>();
        var slowest = TimeSpan.Zero;
        for (var cycle = 0; cycle <= Cycles; cycle++)
        {
            var clock = Stopwatch.StartNew();
            await using var server = await installation.ServeAsync();
            Assert.Equal("ready", await installation.Http.GetStringAsync(new Uri(server.Address, "/readyz"), TestContext.Current.CancellationToken));
            while (await auditor.ForgottenAsync() > 0 && clock.Elapsed < ReadyLimit) await Task.Delay(20);
            slowest = clock.Elapsed > slowest ? clock.Elapsed : slowest;
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, ReadyLimit);
            await AuditAsync(installation, auditor, received);
            if (cycle < Cycles) await LoadAsync(installation, server, cycle, received);
        }

        var rows = await auditor.SentAsync();
        var swept = rows.Values.Count(r => r.ChargeReason == "swept");
        output.WriteLine($"{Cycles} kills: {rows.Count} requests sent, {received.Count} answers received in full, {swept} killed under way; ready after {slowest.TotalSeconds:0.0} s at most");
        Assert.True(received.Count >= Cycles, "Hardly anything was answered before a kill.");
        Assert.True(swept >= Cycles, "Hardly anything was under way at a kill.");
    }

    /// <summary>Everything that was ever sent, held against the simulator's record and the rules of the ledger.</summary>
    private static async Task AuditAsync(Installation installation, Auditor auditor, ConcurrentDictionary<string, string> received)
    {
        Assert.Empty(await auditor.BrokenAsync());
        Assert.Equal(0, await auditor.ForgottenAsync());
        var (exit, said) = await GantryProcess.RunOnAsync(installation.Data, "ledger", "check");
        Assert.True(exit == 0, said);

        var rows = await auditor.SentAsync();
        Assert.Equal(rows.Values.Sum(r => r.ChargedNanos), await auditor.SpentAsync());
        var served = installation.Simulator.Record.Exchanges;
        foreach (var ofModel in served.GroupBy(e => e.Model)) AssertRecorded(ofModel.Key!, ofModel.Count(), rows.Values);

        // By the mark in its question, the exchange that a client's answer came from.
        var asked = served.ToDictionary(Mark);
        foreach (var (mark, requestId) in received)
        {
            var row = Assert.Contains(requestId, rows);
            var exchange = asked[mark];
            Assert.Equal("completed", row.Outcome);
            Assert.Equal(("usage", "reported"), (row.ChargeReason, row.UsageSource));
            Assert.Equal((CostOf(exchange), 0), (row.ChargedNanos, row.OverrunNanos));
        }

        Assert.All(rows.Values, AssertFlagged);
    }

    private static void AssertRecorded(string model, int exchanges, IEnumerable<Charged> rows)
    {
        var attempts = rows.Where(r => r.Model == model).Sum(r => r.Attempts);
        Assert.True(attempts >= exchanges, $"{model} was asked {exchanges} times, and {attempts} are recorded.");
    }

    private static void AssertFlagged(Charged row)
    {
        Assert.NotNull(row.ChargeReason);
        if (row.ChargeReason != "swept") return;
        Assert.Equal(("interrupted", "gateway_killed"), (row.Outcome, row.ErrorCode));
        Assert.True(row.HoldNanos > 0);
        Assert.InRange(row.ChargedNanos, 0, row.HoldNanos);
        Assert.Contains(row.UsageSource, row.ChargedNanos > 0 ? ["estimated"] : new[] { "estimated", "none" });
    }

    private static long CostOf(RecordedExchange exchange)
    {
        var usage = exchange.ClaimedUsage!.Value;
        var numerator = ((BigInteger)usage.UncachedInput * InputPrice + (BigInteger)usage.Output * OutputPrice) * MultiplierPpm;
        return (long)((numerator + 999_999_999_999) / 1_000_000_000_000);
    }

    private static string Mark(RecordedExchange exchange)
    {
        var body = Encoding.UTF8.GetString(exchange.Body.Span);
        var at = body.IndexOf("mark-", StringComparison.Ordinal);
        return body[at..body.IndexOf('"', at)];
    }

    /// <summary>Asks from all sides, waits until every stream is under way, and kills the server at some moment of the next seconds.</summary>
    private static async Task LoadAsync(Installation installation, GantryProcess server, int cycle, ConcurrentDictionary<string, string> received)
    {
        var random = new Random(cycle);
        var calls = StreamModels.Select((model, i) => AskAsync(installation, server, Call(random, model, stream: true, $"mark-{cycle}-s{i}"), $"mark-{cycle}-s{i}", received))
            .Concat(WholeModels.Select((model, i) => AskAsync(installation, server, Call(random, model, stream: false, $"mark-{cycle}-w{i}"), $"mark-{cycle}-w{i}", received)))
            .ToArray();
        var clock = Stopwatch.StartNew();
        while (installation.Simulator.Record.Open < Streams * 9 / 10 && clock.Elapsed < ReadyLimit) await Task.Delay(5);
        await Task.Delay(random.Next(LongestMilliseconds));
        await server.KillAsync();
        await Task.WhenAll(calls);
    }

    private static ClientCall Call(Random random, string model, bool stream, string mark)
    {
        var call = ClientCall.Ask(ClientCall.Protocols[random.Next(4)], model, stream);
        return call with { Body = call.Body.Replace("\"hi\"", $"\"{mark}\"", StringComparison.Ordinal).Replace("\"max_tokens\":100", "\"max_tokens\":100000", StringComparison.Ordinal) };
    }

    private static async Task AskAsync(Installation installation, GantryProcess server, ClientCall call, string mark, ConcurrentDictionary<string, string> received)
    {
        try
        {
            var (status, requestId, _) = await installation.AskAsync(server, call);
            if (status == 200) received[mark] = requestId;
        }
        catch (HttpRequestException)
        {
            // The server was killed under this one.
        }
    }
}
