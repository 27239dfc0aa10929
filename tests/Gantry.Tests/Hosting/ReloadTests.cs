using Gantry.Cli;
using System.Diagnostics;
using Dapper;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Hosting;

[Collection(AloneCollection.Name)]
public sealed class ReloadTests(ITestOutputHelper output)
{
    private const string Stays = "sim-text-n4";
    private const string Streams = "sim-text-n120-i50";
    private const string Goes = "sim-text-n2";
    private const string Comes = "sim-text-n3";

    [Fact]
    public async Task Applied_file_serves_within_two_seconds_and_no_request_fails()
    {
        await using var installation = await Installation.CreateAsync(Stays, Streams, Goes);
        await using var server = await installation.ServeAsync();
        var streams = Enumerable.Range(0, 50).Select(n => installation.AskAsync(server, ClientCall.Ask(ClientCall.Protocols[n % 4], Streams, stream: true))).ToList();
        using var enough = new CancellationTokenSource();
        var traffic = Enumerable.Range(0, 3).Select(_ => AskOnAsync(installation, server, enough.Token)).ToList();

        await installation.DeclareAsync(Stays, Streams, Comes);
        var (exitCode, said) = await GantryProcess.RunOnAsync(installation.Data, "apply", "-f", installation.Config);
        var applied = Stopwatch.StartNew();
        Assert.True(exitCode == 0, said);
        await UntilAsync(installation, server, Comes, 200, TimeSpan.FromSeconds(2));
        output.WriteLine($"the new model is served {applied.ElapsedMilliseconds} ms after apply had ended");
        await UntilAsync(installation, server, Goes, 404, TimeSpan.FromSeconds(1));

        Assert.All(await Task.WhenAll(streams), stream => Assert.True(stream.Status == 200 && stream.Body.Contains("w000119", StringComparison.Ordinal), stream.Body));
        await enough.CancelAsync();
        var answers = (await Task.WhenAll(traffic)).SelectMany(a => a).ToList();
        output.WriteLine($"{answers.Count} requests meanwhile");
        Assert.NotEmpty(answers);
        Assert.All(answers, status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task Bad_file_is_refused_with_every_reason_and_nothing_changes()
    {
        await using var installation = await Installation.CreateAsync(Stays);
        await using var server = await installation.ServeAsync();
        var good = await File.ReadAllTextAsync(installation.Config, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            installation.Config,
            good.Replace("upstream: sim,", "upstream: nobody,", StringComparison.Ordinal).Replace("groups: [all]", "groups: [none]", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        var (exitCode, said) = await GantryProcess.RunOnAsync(installation.Data, "apply", "-f", installation.Config);

        Assert.Equal(ExitCodes.ConfigurationRefused, exitCode);
        Assert.Contains("nobody", said);
        Assert.Contains("none", said);
        Assert.Equal(200, (await installation.AskAsync(server, ClientCall.Ask("chat", Stays, stream: false))).Status);
    }

    [Fact]
    public async Task Broken_store_is_refused_in_the_log_and_the_old_snapshot_serves_on()
    {
        await using var installation = await Installation.CreateAsync(Stays);
        await using var server = await installation.ServeAsync();
        await using (var store = await TestStore.ConnectAsync(installation.Database))
        {
            // No command writes this: it stands for a hand in the database.
            await store.ExecuteAsync("UPDATE upstreams SET provider = 'nobody-knows', base_url = 'nowhere'; UPDATE catalog_state SET version = version + 1");
        }

        Assert.NotNull(await Waiting.UntilAsync(() => server.Output.Contains("is refused", StringComparison.Ordinal), TimeSpan.FromSeconds(3)));
        Assert.Contains("keeps serving", server.Output);
        Assert.Contains("nobody-knows", server.Output);
        Assert.Equal(200, (await installation.AskAsync(server, ClientCall.Ask("chat", Stays, stream: true))).Status);
    }

    private static async Task<List<int>> AskOnAsync(Installation installation, GantryProcess server, CancellationToken enough)
    {
        var statuses = new List<int>();
        while (!enough.IsCancellationRequested)
        {
            statuses.Add((await installation.AskAsync(server, ClientCall.Ask("chat", Stays, stream: statuses.Count % 2 == 0))).Status);
            await Task.Delay(10, CancellationToken.None);
        }

        return statuses;
    }

    private static async Task UntilAsync(Installation installation, GantryProcess server, string model, int expected, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        int status;
        while ((status = (await installation.AskAsync(server, ClientCall.Ask("chat", model, stream: false))).Status) != expected)
        {
            Assert.True(clock.Elapsed < TestRun.Limit(limit), $"{model} still answers {status}");
            await Task.Delay(50);
        }
    }
}
