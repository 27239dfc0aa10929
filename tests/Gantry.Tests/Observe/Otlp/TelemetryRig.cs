using Gantry.Relay;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Observe.Otlp;

/// <summary>A gateway with two vendors, prices and a wallet, that tells a collector what it does.</summary>
internal sealed class TelemetryRig : IAsyncDisposable
{
    public const string Plain = "sim-text-n4-usage-in100-cr20-cw5m30-out50-reason10";
    public const string Crossing = "crossing";
    public const string Failing = "failing-over";
    public const string Long = "sim-text-n400-i10";
    public const string Broken = "sim-text-n4-fault-500";

    private bool _isStopped;

    private TelemetryRig(TestGateway gateway, OtlpCollector collector) => (Gateway, Collector) = (gateway, collector);

    public TestGateway Gateway { get; }

    public OtlpCollector Collector { get; }

    /// <summary>Starts one; in milliseconds everything is sent.</summary>
    public static async Task<TelemetryRig> StartAsync(params (string Name, string Value)[] variables)
    {
        var collector = await OtlpCollector.StartAsync();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
            ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "50",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        };
        foreach (var (name, value) in variables) environment[name] = value;
        try
        {
            var gateway = await TestGateway.StartAsync(new RelayLimits(), Configuration, options => options with { Environment = name => environment.GetValueOrDefault(name) });
            return new TelemetryRig(gateway, collector);
        }
        catch
        {
            await collector.DisposeAsync();
            throw;
        }
    }

    public static string Configuration(Uri simulator)
    {
        var local = $"base_url: \"{simulator}\", allow_private_network: true";
        string[] models = [Plain, Crossing, Failing, Long, Broken];
        var prices = string.Concat(models.Select(model => $"  - {{id: {model}, price: {{input: 3.00, output: 15.00, cache_read: 0.30, cache_write_5m: 3.75}}}}\n"));
        return $$"""
            settings: {active_probes: false}
            upstreams:
              - {name: first, provider: openai, speaks: [chat], api_keys: [{{TestGateway.UpstreamKey}}], {{local}}}
              - {name: second, provider: anthropic, api_keys: [{{TestGateway.UpstreamKey}}], {{local}}}
            models:
            {{prices.TrimEnd()}}
            groups:
              - name: all
                deployments:
                  - {model: {{Plain}}, upstream: first, upstream_model: {{Plain}}}
                  - {model: {{Long}}, upstream: first, upstream_model: {{Long}}}
                  - {model: {{Broken}}, upstream: first, upstream_model: {{Broken}}}
                  - {model: {{Crossing}}, upstream: second, upstream_model: {{Plain}}}
                  - {model: {{Failing}}, upstream: first, upstream_model: {{Broken}}, priority: 0}
                  - {model: {{Failing}}, upstream: second, upstream_model: {{Plain}}, priority: 1}
            accounts:
              - email: test@example.com
                credit: 5.00
                keys:
                  - {name: test, secret: {{TestGateway.Key}}, groups: [all]}
            """;
    }

    /// <summary>Asks and reads the whole answer.</summary>
    /// <returns>The id of the request.</returns>
    public async Task<string> AskAsync(string model, bool stream, string protocol = "chat", params (string, string)[] headers)
    {
        var call = ClientCall.Ask(protocol, model, stream);
        using var answer = await Gateway.PostAsync(call.Path, call.Body, headers);
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return answer.Headers.GetValues("x-request-id").Single();
    }

    /// <summary>Ends the gateway; the collector goes on.</summary>
    public async Task StopAsync()
    {
        if (_isStopped) return;
        _isStopped = true;
        await Gateway.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Collector.DisposeAsync();
    }
}
