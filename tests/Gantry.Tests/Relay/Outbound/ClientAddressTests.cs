using System.Net;
using System.Text.Json;
using Gantry.Relay;
using Gantry.Tests.Relay.Face;
using Gantry.Tests.Relay.Translated;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Outbound;

/// <summary>Addresses in clients' requests are for upstreams to fetch, or for nobody (reliability S-17, S-18).</summary>
[Waiting]
public sealed class ClientAddressTests
{
    private const string CanaryHost = "canary-of-clients.example";

    private static readonly string[] Names =
    [
        "api_base", "api_url", "api_host", "base_url", "baseUrl", "baseURL", "endpoint", "endpoint_url", "azure_endpoint", "url", "uri", "host", "hostname", "server", "server_url",
        "target", "target_url", "upstream", "upstream_url", "proxy", "proxies", "http_proxy", "https_proxy", "webhook", "webhook_url", "callback", "callback_url", "notify_url",
        "custom_llm_provider", "aws_bedrock_runtime_endpoint",
    ];

    /// <summary>Every client protocol over an upstream of the same one and of every other.</summary>
    public static TheoryData<string, string> Lanes()
    {
        var lanes = new TheoryData<string, string>();
        foreach (var client in Call.Protocols)
        {
            foreach (var upstream in Crossing.Upstreams) lanes.Add(client, upstream);
        }

        return lanes;
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task S_17_Addresses_of_media_are_handed_on_or_refused_and_never_fetched(string client, string upstream)
    {
        using var watch = new OutboundWatch();
        await using var canary = new Canary();
        var resolved = 0;
        await using var gateway = await StartAsync(upstream, () => Interlocked.Increment(ref resolved));
        string[] addresses =
        [
            .. AddressCorpus.Hosts.Select(host => $"http://{host}:{canary.Port}/a.png"),
            $"https://{CanaryHost}:{canary.Port}/a.png", $"https://127.0.0.1:{canary.Port}/a.png", $"ftp://127.0.0.1:{canary.Port}/a.png", $"gopher://127.0.0.1:{canary.Port}/_a",
            "file:///etc/passwd", $"//127.0.0.1:{canary.Port}/a.png", $"http://127.0.0.1:{canary.Port}",
        ];
        var passed = 0;
        foreach (var address in addresses)
        {
            foreach (var body in Bodies(client, address))
            {
                var before = gateway.Simulator.Record.Exchanges.Count;
                using var response = await gateway.PostAsync(Call.Of(client, "m").Path, body);
                var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.True((int)response.StatusCode is 200 or 400 or 415 or 422, $"{(int)response.StatusCode} for {address}: {text}");
                if (gateway.Simulator.Record.Exchanges.Count > before)
                {
                    passed++;
                    // As it was written: had the gateway looked, it would stand there as bytes.
                    using var sent = JsonDocument.Parse(gateway.Simulator.Record.Exchanges[^1].Body);
                    Assert.Contains(Texts(sent.RootElement), value => value.Contains(address, StringComparison.Ordinal));
                }
            }
        }

        Assert.True(client != upstream || passed > 0, "nothing was handed on");
        Assert.Equal((0, 0, 0), (canary.Calls, watch.Dialled(canary.Port), resolved));
        Assert.Empty(watch.LookedUp(CanaryHost));
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task S_18_Fields_that_name_an_address_lead_nowhere(string client, string upstream)
    {
        Assert.Equal(30, Names.Distinct(StringComparer.Ordinal).Count());
        using var watch = new OutboundWatch();
        await using var canary = new Canary();
        var resolved = 0;
        await using var gateway = await StartAsync(upstream, () => Interlocked.Increment(ref resolved));
        foreach (var name in Names)
        {
            foreach (var value in new[] { $"\"http://{CanaryHost}:{canary.Port}/v1\"", $"\"http://127.0.0.1:{canary.Port}/v1\"", $$"""{"url":"http://127.0.0.1:{{canary.Port}}"}""" })
            {
                using var response = await Call.Of(client, "m", more: $",\"{name}\":{value}").SendAsync(
                    gateway, ($"x-{name.Replace('_', '-')}", $"http://127.0.0.1:{canary.Port}"), ("x-forwarded-host", $"127.0.0.1:{canary.Port}"));
                var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.True((int)response.StatusCode is 200 or 400, $"{(int)response.StatusCode} for {name}: {text}");
            }
        }

        Assert.NotEmpty(gateway.Simulator.Record.Exchanges);
        Assert.Equal((0, 0, 0), (canary.Calls, watch.Dialled(canary.Port), resolved));
        Assert.Empty(watch.LookedUp(CanaryHost));
    }

    private static Task<TestGateway> StartAsync(string upstream, Action resolved) => TestGateway.StartAsync(
        new RelayLimits { Attempts = 1 },
        address => FaceConfiguration.One(FaceConfiguration.Local(address) + $", speaks: [{upstream}]"),
        options => options with
        {
            Resolve = (host, cancellation) =>
            {
                resolved();
                return Dns.GetHostAddressesAsync(host, cancellation);
            },
        });

    /// <summary>The address at every place that the protocol has for one.</summary>
    private static IEnumerable<string> Bodies(string client, string address)
    {
        var url = JsonEncodedText.Encode(address, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        string[] parts = client switch
        {
            "chat" => [$$$"""{"type":"image_url","image_url":{"url":"{{{url}}}"}}""", $$$"""{"type":"image_url","image_url":"{{{url}}}"}"""],
            "responses" => [$$"""{"type":"input_image","image_url":"{{url}}"}""", $$"""{"type":"input_file","file_url":"{{url}}"}"""],
            "messages" =>
            [
                $$$"""{"type":"image","source":{"type":"url","url":"{{{url}}}"}}""", $$$"""{"type":"document","source":{"type":"url","url":"{{{url}}}"}}""",
                $$$"""{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"image","source":{"type":"url","url":"{{{url}}}"}}]}""",
            ],
            _ => [$$$"""{"fileData":{"mimeType":"image/png","fileUri":"{{{url}}}"}}""", $$$"""{"fileData":{"mimeType":"application/pdf","fileUri":"{{{url}}}"}}"""],
        };
        return parts.Select(part => client switch
        {
            "chat" => $$"""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"what is it?"},{{part}}]}]}""",
            "responses" => $$"""{"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"what is it?"},{{part}}]}]}""",
            "messages" => $$"""{"model":"m","max_tokens":64,"messages":[{"role":"user","content":"hello"},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"look","input":{} }]},{"role":"user","content":[{{(part.Contains("tool_result", StringComparison.Ordinal) ? part : """{"type":"tool_result","tool_use_id":"toolu_1","content":"seen"},""" + part)}}]}]}""",
            _ => $$"""{"contents":[{"role":"user","parts":[{"text":"what is it?"},{{part}}]}]}""",
        });
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };
}
