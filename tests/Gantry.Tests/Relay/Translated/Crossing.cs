using System.Text;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Tests.Relay.Face;
using Xunit;

namespace Gantry.Tests.Relay.Translated;

/// <summary>A gateway whose upstreams speak one protocol each, so that a client of another is always translated.</summary>
internal static class Crossing
{
    public static readonly string[] Upstreams = ["chat", "responses", "messages", "gemini", "converse"];

    /// <summary>Every client protocol over every upstream that speaks another.</summary>
    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var client in Call.Protocols)
        {
            foreach (var upstream in Upstreams.Where(u => u != client)) pairs.Add(client, upstream);
        }

        return pairs;
    }

    /// <summary>Offers every scenario as <c>PROTOCOL.SCENARIO</c> over an upstream that speaks that protocol alone.</summary>
    public static Task<TestGateway> StartAsync(params IEnumerable<string> scenarios) =>
        TestGateway.StartAsync(new Gantry.Relay.RelayLimits { Attempts = 1 }, simulator => Configuration(simulator, scenarios));

    public static Task<TestGateway> StartAsync(Gantry.Relay.RelayLimits limits, params IEnumerable<string> scenarios) =>
        TestGateway.StartAsync(limits, simulator => Configuration(simulator, scenarios));

    /// <summary>The same over upstreams that refuse what their vendors refuse.</summary>
    public static Task<TestGateway> StartStrictAsync(params IEnumerable<string> scenarios) => TestGateway.StartAsync(
        new Gantry.Relay.RelayLimits(), simulator => Configuration(simulator, scenarios), upstream: new Gantry.Simulator.SimulatorOptions { Strict = true });

    /// <summary>The model that reaches the scenario over the upstream of a protocol.</summary>
    public static string Model(string upstream, string scenario) => $"{upstream}.{scenario}";

    /// <summary>A whole answer as its client reads it.</summary>
    public static async Task<ChatAnswer> ReadAsync(string protocol, HttpResponseMessage response, bool streamed)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == 200, Encoding.UTF8.GetString(bytes));
        var codec = ChatCodecs.For(Enum.Parse<Protocol>(protocol, ignoreCase: true));
        if (!streamed) return codec.ReadAnswer(bytes);
        var answer = new AnswerAccumulator();
        var reader = codec.NewStreamReader(new StreamGrammar(answer));
        reader.Append(bytes);
        reader.Complete();
        Assert.True(answer.Complete, answer.Error?.Message ?? Encoding.UTF8.GetString(bytes));
        return answer.ToAnswer();
    }

    /// <summary>The declarative file.</summary>
    public static string Configuration(Uri simulator, IEnumerable<string> scenarios)
    {
        var names = scenarios.Distinct(StringComparer.Ordinal).ToList();
        var text = new StringBuilder("upstreams:\n");
        foreach (var protocol in Upstreams)
        {
            text.AppendLine($"  - {{name: {protocol}, provider: simulator, base_url: \"{simulator}\", api_keys: [{TestGateway.UpstreamKey}], allow_private_network: true, speaks: [{protocol}]}}");
        }

        text.AppendLine("models:");
        foreach (var name in names)
        {
            foreach (var protocol in Upstreams) text.AppendLine($"  - {{id: \"{Model(protocol, name)}\", price: {{free: true}}}}");
        }

        text.AppendLine("groups:\n  - name: all\n    deployments:");
        foreach (var name in names)
        {
            foreach (var protocol in Upstreams) text.AppendLine($"      - {{model: \"{Model(protocol, name)}\", upstream: {protocol}, upstream_model: \"{name}\"}}");
        }

        text.AppendLine($"accounts:\n  - email: test@example.com\n    role: user\n    keys:\n      - {{name: test, secret: {TestGateway.Key}, groups: [all]}}");
        return text.ToString();
    }
}
