using Gantry.Cli;
using System.Diagnostics;
using System.Net;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Hosting;

[Collection(AloneCollection.Name)]
public sealed class DrainTests(ITestOutputHelper output)
{
    private const string Short = "sim-text-n200-i10";
    private const string Long = "sim-text-n3000-i10";

    [Theory]
    [InlineData(GantryProcess.Terminate)]
    [InlineData(GantryProcess.Interrupt)]
    public async Task Running_stream_finishes_while_the_server_says_that_it_is_not_ready(int signal)
    {
        await using var installation = await Installation.CreateAsync(Short);
        await using var server = await installation.ServeAsync();
        using var response = await installation.SendAsync(server, ClientCall.Ask("chat", Short, stream: true));

        server.Signal(signal);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "draining"), await ReadinessAsync(installation, server));
        Assert.EndsWith("data: [DONE]\n\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, await server.ExitAsync(TestRun.Limit(5)));
        Assert.Equal("completed", Assert.Single(await Relay.UsageRow.ReadAsync(installation.Database)).Outcome);
    }

    [Theory]
    [InlineData("chat", true)]
    [InlineData("messages", false)]
    [InlineData("responses", false)]
    [InlineData("gemini", false)]
    public async Task Stream_longer_than_the_grace_is_told_why_it_ends(string protocol, bool byOption)
    {
        await using var installation = await Installation.CreateAsync(Long);
        var environment = new Dictionary<string, string> { ["GANTRY_DRAIN_SECONDS"] = byOption ? "600" : "1" };
        await using var server = await installation.ServeAsync(byOption ? ["--drain", "1"] : [], environment);
        using var response = await installation.SendAsync(server, ClientCall.Ask(protocol, Long, stream: true));
        var clock = Stopwatch.StartNew();

        server.Signal(GantryProcess.Terminate);

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TestRun.Limit(3));
        Assert.Contains("restarting", body);
        Assert.Equal(0, await server.ExitAsync(TestRun.Limit(5)));
        var row = Assert.Single(await Relay.UsageRow.ReadAsync(installation.Database));
        Assert.Equal(("interrupted", "gateway", "draining"), (row.Outcome, row.ErrorOrigin, row.ErrorCode));
    }

    [Theory]
    [InlineData(GantryProcess.Terminate)]
    [InlineData(GantryProcess.Interrupt)]
    public async Task Idle_server_ends_at_once(int signal)
    {
        await using var installation = await Installation.CreateAsync(Short);
        await using var server = await installation.ServeAsync();
        await installation.AskAsync(server, ClientCall.Ask("chat", Short, stream: false));
        var clock = Stopwatch.StartNew();

        server.Signal(signal);

        Assert.Equal(0, await server.ExitAsync(TestRun.Limit(10)));
        output.WriteLine($"ended after {clock.ElapsedMilliseconds} ms");
        // Nobody asked whether it is ready: the five seconds of a balancer are not waited for.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4.5));
    }

    [Fact]
    public async Task Server_that_a_balancer_asks_takes_requests_for_five_seconds_more_and_closes_each_connection()
    {
        await using var installation = await Installation.CreateAsync(Short);
        await using var server = await installation.ServeAsync();
        // Somebody looks: whoever shares out the traffic needs a moment to notice.
        Assert.Equal("ready", await installation.Http.GetStringAsync(new Uri(server.Address, "/readyz"), TestContext.Current.CancellationToken));
        var clock = Stopwatch.StartNew();

        server.Signal(GantryProcess.Terminate);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ReadinessAsync(installation, server)).Status);
        while (clock.Elapsed < TimeSpan.FromSeconds(2.5))
        {
            using var answer = await installation.SendAsync(server, ClientCall.Ask("chat", Short, stream: false));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.ConnectionClose);
        }

        Assert.Equal(0, await server.ExitAsync(TestRun.Limit(15)));
        output.WriteLine($"ended after {clock.ElapsedMilliseconds} ms");
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(4.9), TestRun.Limit(9));
    }

    [Fact]
    public async Task Grace_that_is_no_number_is_refused()
    {
        await using var installation = await Installation.CreateAsync(Short);

        var (exitCode, said) = await GantryProcess.RunAsync("serve", "--data", installation.Data, "--urls", "http://127.0.0.1:0", "--drain", "601");

        Assert.Equal(ExitCodes.ConfigurationRefused, exitCode);
        Assert.Contains("--drain: error: '601' is no number of seconds from 0 to 600", said);
    }

    // The signal takes a moment to arrive; until then the server is ready.
    private static async Task<(HttpStatusCode Status, string Text)> ReadinessAsync(Installation installation, GantryProcess server)
    {
        for (var look = 0; ; look++)
        {
            using var ready = await installation.Http.GetAsync(new Uri(server.Address, "/readyz"), TestContext.Current.CancellationToken);
            if (ready.StatusCode != HttpStatusCode.OK || look == 100)
            {
                return (ready.StatusCode, await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }

            await Task.Delay(10);
        }
    }
}
