using System.Net;
using Gantry.Hosting;
using Gantry.Relay;
using Gantry.Tests.Observe.Otlp;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Observe.Prometheus;

/// <summary>A gateway with an address for metrics.</summary>
internal sealed class MetricsRig : IAsyncDisposable
{
    private MetricsRig(TestGateway gateway) => Gateway = gateway;

    public TestGateway Gateway { get; }

    public Uri Address => Gateway.Host.Services.GetRequiredService<MetricsListener>().Address!;

    public static async Task<MetricsRig> StartAsync(Func<Uri, string>? configuration = null) => new(
        await TestGateway.StartAsync(new RelayLimits(), configuration ?? TelemetryRig.Configuration, options => options with { MetricsUrl = "http://127.0.0.1:0" }));

    public async Task<PrometheusReader> ReadAsync()
    {
        using var answer = await Gateway.Http.GetAsync(new Uri(Address, "/metrics"), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "text/plain; version=0.0.4; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        return new PrometheusReader(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Reads once nothing runs any more and so many records are stored and counted.</summary>
    public async Task<PrometheusReader> SettledAsync(int records)
    {
        await Gateway.UsageAsync(records);
        Assert.NotNull(await Waiting.UntilAsync(() => Gateway.Running == 0, TimeSpan.FromSeconds(10)));
        var read = await ReadAsync();
        for (var time = 0; time < 200 && read.Sum("gantry_settle_lag_seconds_count") < records; time++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            read = await ReadAsync();
        }

        return read;
    }

    /// <summary>Asks and reads the whole answer.</summary>
    public async Task<HttpStatusCode> AskAsync(string model, bool stream, string protocol = "chat", string key = TestGateway.Key)
    {
        var call = ClientCall.Ask(protocol, model, stream);
        using var answer = await Gateway.PostAsync(call.Path, call.Body, ("authorization", $"Bearer {key}"));
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
