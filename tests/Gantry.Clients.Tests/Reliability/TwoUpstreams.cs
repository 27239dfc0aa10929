using System.Text;
using System.Text.Json;
using Gantry.Clients.Tests.Gateway;
using Gantry.Simulator.Recording;

namespace Gantry.Clients.Tests.Reliability;

/// <summary>A gateway over two upstreams that offer the same; the second is asked only where the first fails.</summary>
internal sealed class TwoUpstreams : IAsyncDisposable
{
    private readonly GatewayServer _server;

    private TwoUpstreams(SimulatedUpstream first, SimulatedUpstream second, GatewayServer server) => (First, Second, _server) = (first, second, server);

    public SimulatedUpstream First { get; }

    public SimulatedUpstream Second { get; }

    public string BaseUrl => _server.BaseUrl;

    public string Key => _server.Key;

    public static async Task<TwoUpstreams> StartAsync()
    {
        var first = await SimulatedUpstream.StartAsync();
        var second = await SimulatedUpstream.StartAsync(first.Key, strict: false);
        return new TwoUpstreams(first, second, await GatewayServer.StartAsync(Configuration(first.BaseUrl, second.BaseUrl), first.Key));
    }

    /// <summary>All requests of the key as the gateway accounts for them, once there are as many as answers that came to their end.</summary>
    public async Task<IReadOnlyList<JsonElement>> RequestsAsync()
    {
        // Tests play the owner of the key: the rule of one sender is for the gateway.
#pragma warning disable RS0030
        using var http = new HttpClient { BaseAddress = new Uri(BaseUrl) };
#pragma warning restore RS0030
        http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        for (var look = 0; ; look++)
        {
            var lines = (await http.GetStringAsync("/v1/usage/export?format=jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var ids = lines.Select(line => JsonElement.Parse(line).GetProperty("request_id").GetString()!).ToList();
            var served = Finished.Count;
            if (ids.Count >= served || look == 50)
            {
                return await Task.WhenAll(ids.Select(async id => JsonElement.Parse(await http.GetStringAsync($"/v1/requests/{id}"))));
            }

            await Task.Delay(100);
        }
    }

    /// <summary>Answers that either upstream brought to their end.</summary>
    public IReadOnlyList<RecordedExchange> Finished =>
        [.. First.Record.Exchanges.Concat(Second.Record.Exchanges).Where(exchange => exchange is { Outcome: ExchangeOutcome.Finished, UsageDelivered: true })];

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    private static string Configuration(string first, string second)
    {
        string[] models = [Models.Claude, Models.ClaudeSmall, Models.Gpt];
        var text = new StringBuilder("upstreams:\n");
        foreach (var (name, address) in new[] { ("first", first), ("second", second) })
        {
            text.AppendLine($$"""
                  - name: {{name}}
                    provider: simulator
                    base_url: {{address}}
                    api_keys: ["${{{GatewayConfiguration.UpstreamKeyVariable}}}"]
                    speaks: [chat, responses, messages, gemini]
                    allow_private_network: true
                """);
        }

        text.AppendLine("models:");
        foreach (var model in models)
        {
            text.AppendLine($"  - {{id: {model}, price: {{input: 1.00, output: 2.00}}}}");
        }

        text.AppendLine("groups:\n  - name: clients\n    deployments:");
        foreach (var model in models)
        {
            text.AppendLine($"      - {{model: {model}, upstream: first, priority: 0}}");
            text.AppendLine($"      - {{model: {model}, upstream: second, priority: 1}}");
        }

        text.AppendLine($$"""
            accounts:
              - email: clients@example.com
                role: user
                credit: 1000.00
                keys:
                  - name: clients
                    secret: "${{{GatewayConfiguration.ClientKeyVariable}}}"
                    groups: [clients]
            """);
        return text.ToString();
    }
}
