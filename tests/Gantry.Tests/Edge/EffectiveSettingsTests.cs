using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Gantry.Relay;
using Gantry.Tests.Laws;
using Gantry.Tests.Relay;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace Gantry.Tests.Edge;

public sealed partial class EffectiveSettingsTests
{
    [Fact]
    public async Task S_40_Every_value_that_the_documentation_names_is_in_force()
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), simulator => TestGateway.Configuration(simulator, ["m"]));
        var services = gateway.Host.Services;
        var server = services.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
        var limits = server.Limits;
        using var pools = new UpstreamPools(services.GetRequiredService<RelayLimits>(), services.GetRequiredService<OutboundNetwork>());
        var client = (SocketsHttpHandler)pools.Handler(allowPrivateNetwork: false);
        Assert.True(AppContext.TryGetSwitch("Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators", out var strict));
        var relay = services.GetRequiredService<RelayLimits>();
        SortedDictionary<string, string> effective = new(StringComparer.Ordinal)
        {
            ["server: connections"] = Text(limits.MaxConcurrentConnections),
            ["server: largest body"] = limits.MaxRequestBodySize is null ? "by endpoint" : Text(limits.MaxRequestBodySize),
            ["server: all headers of a request"] = Text(limits.MaxRequestHeadersTotalSize),
            ["server: headers of a request"] = Text(limits.MaxRequestHeaderCount),
            ["server: request line"] = Text(limits.MaxRequestLineSize),
            ["server: request held unread"] = Text(limits.MaxRequestBufferSize),
            ["server: answer held unsent"] = Text(limits.MaxResponseBufferSize),
            ["server: idle connection"] = Text(limits.KeepAliveTimeout),
            ["server: headers within"] = Text(limits.RequestHeadersTimeout),
            ["server: slowest body"] = $"{Text(limits.MinRequestBodyDataRate!.BytesPerSecond)} bytes a second after {Text(limits.MinRequestBodyDataRate.GracePeriod)}",
            ["server: slowest reader"] = limits.MinResponseDataRate is null ? "by the exchange" : "by the server",
            ["server: names itself"] = Text(server.AddServerHeader),
            ["server: blocking reads"] = Text(server.AllowSynchronousIO),
            ["server: lines that end with LF alone"] = strict ? "refused" : "taken",
            ["server: shutdown"] = Text(services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout),
            ["exchange: client that takes nothing"] = Text(relay.WriteStall),
            ["exchange: first byte"] = Text(relay.FirstByte),
            ["exchange: silence"] = Text(relay.Idle),
            ["exchange: whole stream"] = Text(relay.Stream),
            ["exchange: whole answer"] = Text(relay.Whole),
            ["load: requests at once"] = Text(relay.Admission.Requests),
            ["load: memory"] = $"{Text(relay.Admission.MemoryPercent)} % of the container's or machine's",
            ["load: memory, the last of it"] = $"{Text(relay.Admission.LastMemoryPercent)} %",
            ["load: late work"] = $"{Text(new AdmissionLimits().Lag)} for {Text(relay.Admission.LagPatience)} on end",
            ["load: free disk"] = Text(relay.Admission.DiskBytes),
            ["upstream: connect"] = Text(client.ConnectTimeout),
            ["upstream: life of a connection"] = Text(client.PooledConnectionLifetime),
            ["upstream: idle connection"] = Text(client.PooledConnectionIdleTimeout),
            ["upstream: redirects"] = Text(client.AllowAutoRedirect),
            ["upstream: cookies"] = Text(client.UseCookies),
            ["upstream: unpacks"] = Text(client.AutomaticDecompression != DecompressionMethods.None),
            ["upstream: TLS"] = client.SslOptions.EnabledSslProtocols.ToString().Replace("Tls12, Tls13", "1.2 and 1.3", StringComparison.Ordinal),
        };
        Assert.Equal(effective, Documented());
    }

    private static SortedDictionary<string, string> Documented()
    {
        var page = Repository.Files.Single(file => file.Path == "docs/guide/hardening.md").Text;
        return new(Row().Matches(page).ToDictionary(row => row.Groups["what"].Value.Trim(), row => row.Groups["value"].Value.Trim(), StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private static string Text(object? value) => value switch
    {
        null => "none",
        true => "yes",
        false => "no",
        TimeSpan span => $"{span.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture)!,
        _ => value.ToString()!,
    };

    [GeneratedRegex(@"^\| (?<what>(server|exchange|upstream|load): [^|]+)\| (?<value>[^|]+)\|", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Row();
}
