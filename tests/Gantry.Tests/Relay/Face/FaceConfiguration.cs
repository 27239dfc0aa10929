namespace Gantry.Tests.Relay.Face;

/// <summary>Declarative files that differ from the plain one of <see cref="TestGateway"/>.</summary>
internal static class FaceConfiguration
{
    /// <summary>One model <c>m</c> in one group over one upstream whose lines the test gives.</summary>
    /// <param name="upstream">Members of the upstream beside its name and provider.</param>
    /// <param name="upstreamModel">What the upstream calls the model.</param>
    /// <param name="keys">Further keys, a line each, without the dash.</param>
    /// <param name="more">Further top-level sections.</param>
    public static string One(string upstream, string upstreamModel = "m", string[]? keys = null, string more = "") => $$"""
        upstreams:
          - {name: sim, provider: simulator, {{upstream}} }
        models:
          - {id: m, aliases: [vendor/m], price: {free: true} }
        groups:
          - name: all
            deployments:
              - {model: m, upstream: sim, upstream_model: {{upstreamModel}}}
        accounts:
          - email: test@example.com
            keys:
              - {name: test, secret: {{TestGateway.Key}}, groups: [all]}
        {{string.Join('\n', (keys ?? []).Select(key => $"      - {key}"))}}
        {{more}}
        """;

    public static string Local(Uri address) => $"base_url: \"{address}\", api_keys: [{TestGateway.UpstreamKey}], allow_private_network: true";
}
