using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Tests.Relay;
using Xunit;

namespace Gantry.Tests.Cli.Doctor.Clients;

/// <summary>A whole gateway with keys that are good for something, and others that are not.</summary>
public sealed class ClinicGateway : IAsyncLifetime
{
    public const string Good = "sk-clinic-good-0123456789abcdef";
    public const string Expired = "sk-clinic-expired-0123456789abc";
    public const string Capped = "sk-clinic-capped-0123456789abcd";
    public const string Elsewhere = "sk-clinic-network-0123456789abc";
    public const string Penniless = "sk-clinic-poor-0123456789abcdef";

    public const string Claude = "claude-sonnet-4-5";
    public const string Small = "claude-haiku-4-5";
    public const string Gpt = "gpt-5.5";
    public const string Gemini = "gemini-3.8-flash";

    /// <summary>Its upstream is not there.</summary>
    public const string Unserved = "claude-unserved";

    /// <summary>Only a group that the keys do not have serves it.</summary>
    public const string Foreign = "claude-foreign";

    private TestGateway? _gateway;
    private SimulatorServer? _untrusted;

    public string Address => _gateway!.Host.Address.AbsoluteUri.TrimEnd('/');

    /// <summary>A server whose certificate nobody vouches for.</summary>
    public string Untrusted => _untrusted!.BaseUrl.AbsoluteUri.TrimEnd('/');

    public async ValueTask InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync(new RelayLimits { Attempts = 1 }, Configuration);
        var now = TimeProvider.System.GetUtcNow();
        _untrusted = await SimulatorServer.StartAsync(
            new SimulatorOptions { Url = "https://127.0.0.1:0", Certificate = SimulatorCertificate.Create("localhost", now.AddDays(-1), now.AddDays(1)) }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _untrusted!.DisposeAsync();
        await _gateway!.DisposeAsync();
    }

    private static string Configuration(Uri simulator) =>
        $$"""
        settings: {active_probes: false, pricing_public: true}
        upstreams:
          - {name: sim, provider: simulator, base_url: "{{simulator}}", api_keys: [{{TestGateway.UpstreamKey}}], allow_private_network: true}
          - {name: gone, provider: simulator, base_url: "http://127.0.0.1:9", api_keys: [{{TestGateway.UpstreamKey}}], allow_private_network: true}
        models:
          - {id: {{Claude}}, price: {input: 3.00, output: 15.00} }
          - {id: {{Small}}, price: {input: 1.00, output: 5.00} }
          - {id: {{Gpt}}, price: {input: 3.00, output: 15.00} }
          - {id: {{Gemini}}, price: {input: 3.00, output: 15.00} }
          - {id: {{Unserved}}, price: {input: 3.00, output: 15.00} }
          - {id: {{Foreign}}, price: {input: 3.00, output: 15.00} }
        groups:
          - name: everyday
            deployments:
              - {model: {{Claude}}, upstream: sim, upstream_model: plain}
              - {model: {{Small}}, upstream: sim, upstream_model: plain}
              - {model: {{Gpt}}, upstream: sim, upstream_model: plain}
              - {model: {{Gemini}}, upstream: sim, upstream_model: plain}
              - {model: {{Unserved}}, upstream: gone, upstream_model: plain}
          - name: special
            deployments:
              - {model: {{Foreign}}, upstream: sim, upstream_model: plain}
        accounts:
          - email: rich@example.com
            role: user
            credit: 10.00
            keys:
              - {name: good, secret: {{Good}}, groups: [everyday]}
              - {name: expired, secret: {{Expired}}, groups: [everyday], expires_at: 2020-01-01T00:00:00Z}
              - {name: capped, secret: {{Capped}}, groups: [everyday], spend_cap: {amount: 0.000000001, window: total} }
              - {name: elsewhere, secret: {{Elsewhere}}, groups: [everyday], networks: [10.0.0.0/8]}
          - email: poor@example.com
            role: user
            keys:
              - {name: penniless, secret: {{Penniless}}, groups: [everyday]}
        """;
}
