using System.Text;
using System.Text.Json.Nodes;
using Gantry.Relay;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Tests.Relay.Translated;

/// <summary>A gateway over one simulator that plays several upstreams, each with a protocol of its own and a model of the same name.</summary>
internal static class Offers
{
    /// <param name="upstreamModel">What every upstream calls its model.</param>
    /// <param name="limits">Time limits.</param>
    public static Task<TestGateway> StartAsync(string upstreamModel = "claude-sonnet-4-5", RelayLimits? limits = null) =>
        TestGateway.StartAsync(limits ?? new RelayLimits { Attempts = 1 }, address => Configuration(address, upstreamModel));

    /// <summary>Models <c>chat</c>, <c>messages</c>, <c>gemini</c>, <c>responses</c> and <c>openai</c> (OpenAI's own kind of upstream).</summary>
    public static string Configuration(Uri address, string upstreamModel)
    {
        string[] spoken = ["chat", "messages", "gemini", "responses"];
        var text = new StringBuilder("upstreams:\n");
        foreach (var name in spoken) text.AppendLine($"  - {{name: {name}, provider: simulator, speaks: [{name}], {Local(address)}}}");
        text.AppendLine($"  - {{name: openai, provider: openai, {Local(address)}}}");
        text.AppendLine("models:");
        foreach (var name in spoken.Append("openai")) text.AppendLine($"  - {{id: {name}, price: {{free: true}}}}");
        text.AppendLine("groups:\n  - name: all\n    deployments:");
        foreach (var name in spoken.Append("openai")) text.AppendLine($"      - {{model: {name}, upstream: {name}, upstream_model: \"{upstreamModel}\"}}");
        text.AppendLine($"accounts:\n  - {{email: test@example.com, keys: [{{name: test, secret: {TestGateway.Key}, groups: [all]}}]}}");
        return text.ToString();
    }

    /// <summary>Makes the simulator answer the next requests with a document.</summary>
    public static void Answer(this TestGateway gateway, int status, string json, int times = 1) => gateway.Simulator.Scripts.Replace(new Script
    {
        Times = times,
        Replay = new ReplayScript { Status = status, Headers = [new("content-type", "application/json")], Body = Encoding.UTF8.GetBytes(json) },
    });

    /// <summary>The body of an answer; fails with it where the status is another.</summary>
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage response, int status = 200)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>The value of an answer's header; null where it has none.</summary>
    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private static string Local(Uri address) => $"base_url: \"{address}\", api_keys: [{TestGateway.UpstreamKey}], allow_private_network: true";
}
