using System.Text;

namespace Gantry.Clients.Tests.Gateway;

/// <summary>The declarative file for the tests: every model that a client asks for, offered by the scripted upstream.</summary>
internal static class GatewayConfiguration
{
    public const string ClientKeyVariable = "GANTRY_CLIENTS_KEY";
    public const string UpstreamKeyVariable = "GANTRY_CLIENTS_UPSTREAM_KEY";

    /// <param name="upstream">Root of the scripted upstream.</param>
    /// <param name="strict">Root of the one that refuses what vendors refuse.</param>
    public static string Of(string upstream, string strict)
    {
        var text = new StringBuilder();
        text.AppendLine($$"""
            upstreams:
              - name: sim
                provider: simulator
                base_url: {{upstream}}
                api_keys: ["${{{UpstreamKeyVariable}}}"]
                speaks: [chat, responses, messages, gemini]
                allow_private_network: true
            """);
        foreach (var protocol in Models.Over.Keys)
        {
            text.AppendLine($$"""
                  - name: {{protocol}}
                    provider: simulator
                    base_url: {{strict}}
                    api_keys: ["${{{UpstreamKeyVariable}}}"]
                    speaks: [{{protocol}}]
                    allow_private_network: true
                """);
        }

        text.AppendLine("models:");
        foreach (var protocol in Models.Over.Keys)
        {
            text.AppendLine($"  - {{id: {Models.Crossing(protocol)}, price: {{input: 1.00, output: 2.00}}}}");
        }

        foreach (var model in Models.Offered)
        {
            text.AppendLine($"  - {{id: {model}, price: {{input: 1.00, output: 2.00}}}}");
        }

        text.AppendLine("""
            groups:
              - name: clients
                deployments:
            """);
        foreach (var model in Models.Offered)
        {
            text.AppendLine($"      - {{model: {model}, upstream: sim, upstream_model: {model}}}");
        }

        foreach (var (protocol, model) in Models.Over)
        {
            text.AppendLine($"      - {{model: {Models.Crossing(protocol)}, upstream: {protocol}, upstream_model: \"{model}\"}}");
        }

        text.AppendLine($$"""
            accounts:
              - email: clients@example.com
                role: user
                credit: 1000.00
                keys:
                  - name: clients
                    secret: "${{{ClientKeyVariable}}}"
                    groups: [clients]
            """);
        return text.ToString();
    }
}
