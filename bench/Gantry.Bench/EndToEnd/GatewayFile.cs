using Gantry.Protocols;

namespace Gantry.Bench.EndToEnd;

/// <summary>The declarative file of the gateway under load: a priced model, a wallet, limits that are counted and never reached.</summary>
internal static class GatewayFile
{
    public const string Key = "sk-load-run-key-0123456789abcdef";

    /// <summary>Relayed, whatever the client speaks.</summary>
    public const string Relayed = "bench-relayed";

    /// <summary>Relayed and free: no hold, no charge.</summary>
    public const string Free = "bench-free";

    /// <summary>A model whose upstream speaks one protocol alone.</summary>
    public static string Speaking(Protocol protocol) => $"bench-{Name(protocol)}";

    public static string Of(int provider) => $$"""
        upstreams:
        {{Upstream("all", "chat, responses, messages, gemini", provider)}}
        {{Each(protocol => Upstream(Name(protocol), Name(protocol), provider))}}
        models:
          - {id: {{Free}}, price: {free: true} }
          - {id: {{Relayed}}, price: {input: 1.00, output: 1.00} }
        {{Each(protocol => $"  - {{id: {Speaking(protocol)}, price: {{input: 1.00, output: 1.00}} }}")}}
        groups:
          - name: load
            rate_limits: {requests_per_minute: 1000000000, tokens_per_minute: 1000000000000}
            deployments:
              - {model: {{Free}}, upstream: all, upstream_model: provider-model}
              - {model: {{Relayed}}, upstream: all, upstream_model: provider-model}
        {{Each(protocol => $"      - {{model: {Speaking(protocol)}, upstream: {Name(protocol)}, upstream_model: provider-model}}")}}
        accounts:
          - email: load@example.com
            role: user
            credit: 1000000.00
            keys:
              - name: load
                secret: "{{Key}}"
                groups: [load]
                rate_limits: {requests_per_minute: 1000000000, tokens_per_minute: 1000000000000, concurrent: 20000}

        """;

    private static string Name(Protocol protocol) => protocol.ToString().ToLowerInvariant();

    private static string Each(Func<Protocol, string> line) => string.Join('\n', Dialect.All.Select(dialect => line(dialect.Protocol)));

    private static string Upstream(string name, string speaks, int provider) =>
        $$"""  - {name: {{name}}, provider: simulator, base_url: "http://127.0.0.1:{{provider}}", api_keys: ["upstream-key-of-the-load-run"], speaks: [{{speaks}}], allow_private_network: true}""";
}
