using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gantry.Relay;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.State;
using Xunit;

namespace Gantry.Tests.Deploy;

/// <summary>The reference settings of nginx in front of two gateways (issue 9 §7). Each has an upstream of its own, so it shows who was asked.</summary>
[Waiting]
public sealed class NginxTests
{
    private const string Quick = "sim-text-n1";
    private const string Stream = "sim-text-n8-i150";
    private const string Idle = "sim-text-n2-i31000";
    private const int Keys = 16;

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task Events_pass_one_by_one(string protocol)
    {
        await using var one = await StartAsync();
        await using var nginx = await Nginx.StartAsync(one.Host.Address);
        var call = ClientCall.Ask(protocol, Stream, stream: true);
        using var answer = await SendAsync(nginx, call.Path, call.Body, ("authorization", $"Bearer {Key(0)}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        var clock = Stopwatch.StartNew();
        var (seen, gaps, last) = (0, 0, TimeSpan.Zero);
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (!line.StartsWith("data:", StringComparison.Ordinal)) continue;
            // The first is here while the upstream has most of its answer before it.
            if (seen++ == 0) Assert.Equal(1, one.Simulator.Open);
            if (clock.Elapsed - last > TimeSpan.FromMilliseconds(75)) gaps++;
            last = clock.Elapsed;
        }

        Assert.True(gaps >= 4, $"{seen} events came in {gaps} pieces");
    }

    [Fact]
    public async Task Key_keeps_to_its_node_however_it_is_presented()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        await using var nginx = await Nginx.StartAsync(one.Host.Address, two.Host.Address);
        var served = new HashSet<int>();
        for (var key = 0; key < Keys; key++)
        {
            var secret = Key(key);
            var nodes = new List<int>();
            foreach (var (protocol, query, header) in new (string, string, (string, string))[]
            {
                ("chat", "", ("authorization", $"Bearer {secret}")),
                ("messages", "", ("x-api-key", secret)),
                ("gemini", "", ("x-goog-api-key", secret)),
                ("gemini", $"?key={secret}", ("accept", "*/*")),
                ("responses", "", ("authorization", $"bearer {secret}")),
            })
            {
                nodes.Add(await NodeAsync(nginx, one, two, protocol, query, header));
            }

            Assert.Single(nodes.Distinct());
            served.Add(nodes[0]);
        }

        Assert.Equal([0, 1], served.Order());
        // Keys in addresses are not written down.
        Assert.DoesNotContain("sk-", nginx.AccessLog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_that_is_silent_for_half_a_minute_lives()
    {
        await using var one = await StartAsync();
        await using var nginx = await Nginx.StartAsync(one.Host.Address);
        var call = ClientCall.Ask("messages", Idle, stream: true);

        using var answer = await SendAsync(nginx, call.Path, call.Body, ("authorization", $"Bearer {Key(0)}"));
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Contains("event: ping", body, StringComparison.Ordinal);
        Assert.Contains("event: message_stop", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebSocket_of_a_client_opens_and_answers_turn_by_turn()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        await using var nginx = await Nginx.StartAsync(one.Host.Address, two.Host.Address);
        await using var client = await SocketClient.OpenAsync(nginx.Address, Key(1));

        for (var turn = 0; turn < 2; turn++)
        {
            var frames = await client.TurnAsync($$"""{"type":"response.create","model":"{{Quick}}","input":"hi"}""");
            Assert.Equal("response.completed", frames[^1].GetProperty("type").GetString());
        }

        Assert.Equal([0, 2], new[] { one.Simulator.Record.Exchanges.Count, two.Simulator.Record.Exchanges.Count }.Order());
    }

    [Fact]
    public async Task Node_that_is_down_is_passed_by_and_no_request_is_sent_twice()
    {
        await using var one = await StartAsync();
        var two = await StartAsync();
        await using var nginx = await Nginx.StartAsync(one.Host.Address, two.Host.Address);
        await two.DisposeAsync();

        for (var key = 0; key < Keys; key++)
        {
            var call = ClientCall.Ask("chat", Quick, stream: false);
            using var answer = await SendAsync(nginx, call.Path, call.Body, ("authorization", $"Bearer {Key(key)}"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(Keys, one.Simulator.Record.Exchanges.Count);
    }

    [Fact]
    public async Task Request_that_was_sent_to_a_node_which_breaks_is_not_sent_to_another()
    {
        await using var one = await StartAsync();
        using var broken = new TcpListener(IPAddress.Loopback, 0);
        broken.Start();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var breaking = BreakAsync(broken, end.Token);
        await using var nginx = await Nginx.StartAsync(one.Host.Address, new Uri($"http://{broken.LocalEndpoint}"));

        var failed = 0;
        // Until one key belongs to the broken node; from then on nginx leaves it out.
        for (var key = 0; key < 200 && failed == 0; key++)
        {
            var call = ClientCall.Ask("chat", Quick, stream: false);
            using var answer = await SendAsync(nginx, call.Path, call.Body, ("authorization", $"Bearer {Key(key % Keys)}x{key}"), ("x-api-key", Key(key % Keys)));
            if (answer.StatusCode == HttpStatusCode.BadGateway) failed++;
            else Assert.Equal(key + 1, one.Simulator.Record.Exchanges.Count);
        }

        Assert.Equal(1, failed);
        await end.CancelAsync();
        Assert.Equal(1, await breaking);
    }

    /// <summary>Reads a request to its end and closes: nobody knows whether it was served.</summary>
    private static async Task<int> BreakAsync(TcpListener listener, CancellationToken end)
    {
        var requests = 0;
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(end);
                var buffer = new byte[64 * 1024];
                var (text, read) = (new StringBuilder(), 0);
                while (!text.ToString().EndsWith('}') && (read = await client.GetStream().ReadAsync(buffer, end)) > 0) text.Append(Encoding.ASCII.GetString(buffer, 0, read));
                if (text.Length > 0) requests++;
            }
        }
        catch (OperationCanceledException)
        {
            return requests;
        }
    }

    private static async Task<int> NodeAsync(Nginx nginx, TestGateway one, TestGateway two, string protocol, string query, (string Name, string Value) header)
    {
        var (first, second) = (one.Simulator.Record.Exchanges.Count, two.Simulator.Record.Exchanges.Count);
        var call = ClientCall.Ask(protocol, Quick, stream: false);
        using var answer = await SendAsync(nginx, call.Path + query, call.Body, header);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(first + second + 1, one.Simulator.Record.Exchanges.Count + two.Simulator.Record.Exchanges.Count);
        return one.Simulator.Record.Exchanges.Count > first ? 0 : 1;
    }

    private static Task<HttpResponseMessage> SendAsync(Nginx nginx, string path, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return nginx.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static Task<TestGateway> StartAsync() => TestGateway.StartAsync(
        new RelayLimits { Attempts = 1, KeepAlive = TimeSpan.FromSeconds(5) },
        simulator => "settings: {active_probes: false}\n" + TestGateway.Configuration(simulator, [Quick, Stream, Idle])
            + string.Concat(Enumerable.Range(0, Keys).Select(key => $"      - {{name: k{key}, secret: {Key(key)}, groups: [all]}}\n")));

    private static string Key(int number) => $"sk-deployed-key-{number:00}-0123456789";
}
