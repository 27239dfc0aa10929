using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Tests.Relay;

namespace Gantry.Tests.Providers;

/// <summary>A gateway over a simulator that plays Bedrock: checks signatures, wraps events in frames, refuses what InvokeModel refuses.</summary>
internal static class BedrockGateway
{
    public const string Signed = "AKIDTEST:wJalrXUtnFEMI/K7MDENG+secret:session+/==";
    public const string Bearer = "ABSKQmVkcm9ja0FQSUtleS10ZXN0";

    /// <param name="upstreamModels">Each is offered under its own name.</param>
    public static Task<TestGateway> StartAsync(params string[] upstreamModels) => StartAsync(Bearer, upstreamModels);

    /// <param name="key">What stands in <c>api_keys</c>.</param>
    /// <param name="upstreamModels">Each is offered under its own name.</param>
    public static Task<TestGateway> StartAsync(string key, IReadOnlyList<string> upstreamModels) =>
        TestGateway.StartAsync(new RelayLimits { Attempts = 1 }, address => Configuration($"base_url: \"{address}\"", key, upstreamModels), upstream: Vendor);

    public static SimulatorOptions Vendor => new()
    {
        Strict = true,
        RequiredKey = Bearer,
        AwsKey = new AwsKey("AKIDTEST", "wJalrXUtnFEMI/K7MDENG+secret") { SessionToken = "session+/==" },
    };

    /// <summary>The same behind TLS, at a name that only the gateway's resolver knows, and called by another.</summary>
    public static async Task<TestGateway> StartPrivateAsync(string host, string certified, string key, params string[] upstreamModels)
    {
        var now = TimeProvider.System.GetUtcNow();
        var certificate = SimulatorCertificate.Create(certified, now.AddDays(-1), now.AddDays(1));
        return await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1 },
            address => Configuration($"base_url: \"https://vpce-0a1b.example:{address.Port}\", host: {host}", key, upstreamModels),
            options => options with { UpstreamRoots = [certificate], Resolve = (_, _) => Task.FromResult<System.Net.IPAddress[]>([System.Net.IPAddress.Loopback]) },
            Vendor with { Url = "https://127.0.0.1:0", Certificate = certificate });
    }

    private static string Configuration(string address, string key, IReadOnlyList<string> models) => $$$"""
        upstreams:
          - {name: aws, provider: bedrock, {{{address}}}, api_keys: ["{{{key}}}"], allow_private_network: true, options: {region: us-east-1}}
        models:
        {{{string.Join('\n', models.Select(model => $"  - {{id: \"{model}\", price: {{free: true}}}}"))}}}
        groups:
          - name: all
            deployments:
        {{{string.Join('\n', models.Select(model => $"      - {{model: \"{model}\", upstream: aws, upstream_model: \"{model}\"}}"))}}}
        accounts:
          - {email: test@example.com, keys: [{name: test, secret: {{{TestGateway.Key}}}, groups: [all]}]}
        """;
}
