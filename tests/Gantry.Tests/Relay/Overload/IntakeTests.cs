using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gantry.Cli;
using Gantry.Relay;
using Gantry.Tests.Hosting;
using Gantry.Tests.Relay.Faults;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Overload;

/// <summary>A node that has too much to do says so at once, in the caller's protocol, and costs nobody anything (reliability §4.1 "admission", R-16, R-24).</summary>
public sealed class IntakeTests
{
    private const string Model = "sim-text-n1";
    private const string Slow = "sim-text-n1-d1500";

    private static readonly AdmissionLimits Usual = new() { Lag = TimeSpan.FromDays(1) };

    [Fact]
    public async Task Request_beyond_the_limit_is_turned_away_in_its_protocol_and_leaves_no_record()
    {
        await using var gateway = await StartAsync(Usual with { Requests = 2 });
        Task<HttpResponseMessage>[] running = [AskAsync(gateway, "chat", Slow), AskAsync(gateway, "messages", Slow)];
        await gateway.Simulator.Record.ArrivedAsync(2, TestContext.Current.CancellationToken);

        foreach (var protocol in ClientCall.Protocols)
        {
            using var answer = await AskAsync(gateway, protocol, Model);
            Assert.Equal(protocol == "messages" ? 529 : 503, (int)answer.StatusCode);
            Assert.Equal("1", answer.Headers.GetValues("retry-after").Single());
            var error = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).GetProperty("error");
            Assert.Contains("gateway", error.GetRawText(), StringComparison.Ordinal);
            Assert.Contains("as many requests as it can serve", error.GetRawText(), StringComparison.Ordinal);
        }

        foreach (var request in running)
        {
            using var answer = await request;
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // Whoever has been served has left.
        var intake = gateway.Host.Services.GetRequiredService<Intake>();
        while (intake.Running > 0) await Task.Delay(5, TestContext.Current.CancellationToken);
        using (var after = await AskAsync(gateway, "chat", Model)) Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal(4, intake.TurnedAway);
        Assert.Equal(3, (await gateway.UsageAsync(3)).Count);
    }

    [Fact]
    public async Task Request_is_turned_away_before_its_body_comes()
    {
        await using var gateway = await StartAsync(Usual with { MemoryPercent = 0 });
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Host.Address.Host, gateway.Host.Address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {TestGateway.Key}\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n"),
            TestContext.Current.CancellationToken);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 503 Service Unavailable", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Refusals_take_less_than_fifty_milliseconds()
    {
        await using var gateway = await StartAsync(Usual with { MemoryPercent = 0 });
        var times = new List<double>();
        for (var number = 0; number < 100; number++)
        {
            var clock = Stopwatch.StartNew();
            using var answer = await AskAsync(gateway, "chat", Model);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        // Of this process, which computes other tests besides, the middle one.
        Assert.InRange(times.Order().ElementAt(50), 0, 50);
    }

    [Fact]
    public async Task Where_memory_runs_short_what_is_cheap_is_served_still_and_where_it_is_gone_only_probes()
    {
        await using (var gateway = await StartAsync(Usual with { MemoryPercent = 0 }))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(gateway, "/v1/chat/completions"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "/v1/models"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "/api/pricing"));
        }

        await using var full = await StartAsync(Usual with { MemoryPercent = 0, LastMemoryPercent = 0 });
        foreach (var path in (string[])["/v1/chat/completions", "/v1/models", "/api/pricing", "/console"])
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(full, path));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(full, "/healthz"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(full, "/readyz"));
    }

    [Fact]
    public async Task R_16_Disk_that_is_nearly_full_takes_no_new_requests_and_the_node_is_not_ready()
    {
        await using var gateway = await StartAsync(Usual with { DiskBytes = long.MaxValue - 1 });

        using var answer = await AskAsync(gateway, "chat", Model);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("usage_log_unavailable", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var ready = await gateway.Http.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "the disk is nearly full"), (ready.StatusCode, await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Limit_is_given_by_a_flag()
    {
        await using var installation = await Installation.CreateAsync(Slow);
        await using var server = await installation.ServeAsync(["--max-requests", "1"]);
        var first = installation.AskAsync(server, ClientCall.Ask("chat", Slow, stream: false));
        await installation.Simulator.Record.ArrivedAsync(1, TestContext.Current.CancellationToken);

        Assert.Equal(503, (await installation.AskAsync(server, ClientCall.Ask("chat", Slow, stream: false))).Status);
        Assert.Equal(200, (await first).Status);

        var (exitCode, said) = await GantryProcess.RunAsync("serve", "--data", installation.Data, "--urls", "http://127.0.0.1:0", "--max-requests", "0");
        Assert.Equal(ExitCodes.ConfigurationRefused, exitCode);
        Assert.Contains("--max-requests: error: '0' is no number from 1 to 1000000", said);
    }

    private static Task<TestGateway> StartAsync(AdmissionLimits limits) =>
        TestGateway.StartAsync(new RelayLimits { Attempts = 1, Admission = limits }, simulator => $"settings: {{active_probes: false}}\n{TestGateway.Configuration(simulator, [Model, Slow])}");

    private static Task<HttpResponseMessage> AskAsync(TestGateway gateway, string protocol, string model)
    {
        var call = ClientCall.Ask(protocol, model, stream: false);
        return gateway.PostAsync(call.Path, call.Body);
    }

    private static async Task<HttpStatusCode> StatusAsync(TestGateway gateway, string path)
    {
        using var answer = path == "/v1/chat/completions" ? await AskAsync(gateway, "chat", Model) : await gateway.SendAsync(HttpMethod.Get, path, content: null);
        return answer.StatusCode;
    }
}
