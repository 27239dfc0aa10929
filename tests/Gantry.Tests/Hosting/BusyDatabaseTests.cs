using System.Collections.Concurrent;
using System.Diagnostics;
using Dapper;
using Gantry.Simulator;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Money;
using Gantry.Tests.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>A priced gateway at full load while others read its database and copy it (reliability L-41).</summary>
[Collection(AloneCollection.Name)]
public sealed class BusyDatabaseTests(ITestOutputHelper output)
{
    private const string Model = "sim-text-n5-usage-in100-out10";
    private const int PerSecond = 1_000;
    private const int Seconds = 5;

    // 100 and 10 tokens at $3 and $15 for a million.
    private const long Cost = 450_000;

    [Fact]
    public async Task L_41_A_thousand_requests_a_second_while_others_read_and_back_up_meet_no_lock()
    {
        Assert.SkipUnless(TestRun.IsLong, "Full load for some seconds: run ./test --long.");
        await using var installation = await Installation.CreateAsync(new SimulatorOptions { KeepBodies = false });
        await File.WriteAllTextAsync(
            installation.Config, Bank.Configuration(installation.Simulator.BaseUrl, "1000.00", "input: 3, output: 15", [Model], "spend_cap: {amount: 900, window: day}", "", "", ""));
        await using var server = await installation.ServeAsync();
        var call = ClientCall.Ask("chat", Model, stream: false);
        Assert.Equal(200, (await installation.AskAsync(server, call)).Status);

        using var end = new CancellationTokenSource();
        using var copies = new TempFolder();
        var others = Task.WhenAll(ReadAsync(installation.Database, end.Token), BackUpAsync(installation.Database, copies, end.Token));
        var times = new ConcurrentBag<double>();
        var failures = new ConcurrentBag<string>();
        var calls = new List<Task>(PerSecond * Seconds);
        var clock = Stopwatch.StartNew();
        while (calls.Count < PerSecond * Seconds)
        {
            while (calls.Count < clock.Elapsed.TotalSeconds * PerSecond && calls.Count < PerSecond * Seconds) calls.Add(AskAsync(installation, server, call, times, failures));
            await Task.Delay(1);
        }

        await Task.WhenAll(calls);
        var elapsed = clock.Elapsed;
        await end.CancelAsync();
        await others;

        var sorted = times.Order().ToArray();
        output.WriteLine($"{sorted.Length / elapsed.TotalSeconds:0} answers/s, p50 {sorted[sorted.Length / 2]:0.0} ms, p99 {sorted[sorted.Length * 99 / 100]:0.0} ms, most {sorted[^1]:0.0} ms");
        Assert.Empty(failures);
        Assert.DoesNotContain("locked", server.Output, StringComparison.OrdinalIgnoreCase);
        server.Signal(GantryProcess.Terminate);
        Assert.Equal(0, await server.ExitAsync(TimeSpan.FromSeconds(30)));
        var auditor = new Auditor(installation.Database);
        Assert.Empty(await auditor.BrokenAsync());
        Assert.Equal((PerSecond * Seconds + 1) * Cost, await auditor.SpentAsync());
        var (exit, said) = await GantryProcess.RunAsync("ledger", "check", "--data", installation.Data);
        Assert.True(exit == 0, said);
    }

    private static async Task AskAsync(Installation installation, GantryProcess server, ClientCall call, ConcurrentBag<double> times, ConcurrentBag<string> failures)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            var (status, _, body) = await installation.AskAsync(server, call);
            if (status != 200) failures.Add($"{status} {body}");
        }
        catch (HttpRequestException failure)
        {
            failures.Add(failure.Message);
        }

        times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
    }

    private static async Task ReadAsync(string database, CancellationToken end)
    {
        await using var connection = Open(database);
        while (!end.IsCancellationRequested)
        {
            await connection.ExecuteScalarAsync<long>("SELECT SUM(l.amount_nanos) FROM ledger_lines l JOIN ledger_transactions t ON t.id = l.transaction_id WHERE l.account = 'available'");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    private static async Task BackUpAsync(string database, TempFolder copies, CancellationToken end)
    {
        await using var connection = Open(database);
        for (var number = 0; !end.IsCancellationRequested; number++)
        {
            await connection.ExecuteAsync("VACUUM INTO @copy", new { copy = copies.File($"copy-{number}.db") });
            await Task.Delay(200, CancellationToken.None);
        }
    }

    private static SqliteConnection Open(string database) =>
        new(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
}
