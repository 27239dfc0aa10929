using System.Net;
using Gantry.Edge;
using Gantry.Relay;
using Gantry.Snapshot;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Face;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Gantry.Tests.Edge;

public sealed class ForwardedClientTests
{
    private static readonly ForwardingTerms Two = new([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8::/32")], 2, Standard: false);

    [Theory]
    [InlineData("10.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8::1", "[2001:db9::7]:443", "2001:db9::7")]
    [InlineData("10.0.0.1", "203.0.113.7:5512", "203.0.113.7")]
    [InlineData("10.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.1", "203.0.113.7, 10.0.0.2", "203.0.113.7")]
    [InlineData("10.0.0.1", "203.0.113.7, 10.0.0.3, 10.0.0.2", "10.0.0.3")]
    [InlineData("10.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7")]
    [InlineData("10.0.0.1", "unknown", "10.0.0.1")]
    [InlineData("10.0.0.1", "203.0.113.7, garbage", "10.0.0.1")]
    [InlineData("10.0.0.1", "0x0a.1.1.1", "10.0.0.1")]
    [InlineData("10.0.0.1", "3405803783", "10.0.0.1")]
    [InlineData("10.0.0.1", "fe80::1%eth0", "10.0.0.1")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    [InlineData("192.0.2.9", "203.0.113.7", "192.0.2.9")]
    [InlineData("11.0.0.1", "10.0.0.1", "11.0.0.1")]
    public void S_26_Address_is_what_trusted_proxies_say_and_nobody_else(string peer, string header, string expected)
    {
        var http = Context(peer, ("X-Forwarded-For", header), ("X-Real-IP", "1.2.3.4"), ("Forwarded", "for=1.2.3.4"), ("CF-Connecting-IP", "1.2.3.4"), ("True-Client-IP", "1.2.3.4"));
        ForwardedClient.Apply(http, Two);
        Assert.Equal(IPAddress.Parse(expected), Plain(http.Connection.RemoteIpAddress!));
    }

    [Theory]
    [InlineData("for=203.0.113.7;proto=https;host=ai.example", "203.0.113.7", "https", "ai.example")]
    [InlineData("for=\"[2001:db9::7]:99\";Proto=HTTPS", "2001:db9::7", "https", "gateway")]
    [InlineData("for=198.51.100.1, for=203.0.113.7, for=10.0.0.2", "203.0.113.7", "http", "gateway")]
    [InlineData("for=\"a,b;c\", for=203.0.113.7", "203.0.113.7", "http", "gateway")]
    [InlineData("for=_hidden", "10.0.0.1", "http", "gateway")]
    [InlineData("nonsense;;;,,=", "10.0.0.1", "http", "gateway")]
    public void S_26_Standard_header_is_read_where_it_is_the_one(string header, string address, string scheme, string host)
    {
        var http = Context("10.0.0.1", ("Forwarded", header), ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Host", "evil.example"));
        ForwardedClient.Apply(http, Two with { Standard = true });
        Assert.Equal((IPAddress.Parse(address), scheme, host), (http.Connection.RemoteIpAddress!, http.Request.Scheme, http.Request.Host.Value));
    }

    [Theory]
    [InlineData("10.0.0.1", "https", "ai.example", "https", "ai.example")]
    [InlineData("10.0.0.1", "javascript", "a b", "http", "gateway")]
    [InlineData("10.0.0.1", "https", "x\"><script>", "https", "gateway")]
    [InlineData("192.0.2.9", "https", "evil.example", "http", "gateway")]
    public void S_26_Scheme_and_host_are_taken_from_trusted_proxies_alone(string peer, string proto, string named, string scheme, string host)
    {
        var http = Context(peer, ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", proto), ("X-Forwarded-Host", named));
        ForwardedClient.Apply(http, Two);
        Assert.Equal((scheme, host), (http.Request.Scheme, http.Request.Host.Value));
    }

    [Fact]
    public async Task S_26_Spoofed_headers_change_nothing_by_default()
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), simulator => Configuration(simulator, ""));
        foreach (var (name, value) in Spoofs("10.9.1.1"))
        {
            using var refused = await Call.Of("chat", "m").SendAsync(gateway, (name, value), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.False(refused.Headers.Contains("strict-transport-security"));
        }

        using var healed = await gateway.PostAsync("/v1/v1/chat/completions", "{}", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"));
        Assert.Contains($"http://{gateway.Host.Address.Authority}", healed.Headers.GetValues("x-gantry-healed").Single(), StringComparison.Ordinal);
        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task S_26_Configured_proxy_is_believed_for_key_networks_and_https()
    {
        await using var gateway = await TestGateway.StartAsync(new RelayLimits(), simulator => Configuration(simulator, ", trusted_proxies: [127.0.0.1, \"::1\"], forward_limit: 1"));
        using var served = await Call.Of("chat", "m").SendAsync(gateway, ("X-Forwarded-For", "10.9.1.1"), ("X-Forwarded-Proto", "https"));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal("max-age=31536000; includeSubDomains", served.Headers.GetValues("strict-transport-security").Single());
        string[] foreign = ["203.0.113.7", "10.9.1.1, 203.0.113.7", "10.9.1.1, unknown", "10.9.1.1,"];
        foreach (var list in foreign)
        {
            using var refused = await Call.Of("chat", "m").SendAsync(gateway, ("X-Forwarded-For", list), ("Forwarded", "for=10.9.1.1"), ("X-Real-IP", "10.9.1.1"));
            Assert.True(refused.StatusCode == HttpStatusCode.Forbidden, list);
        }

        using var healed = await gateway.PostAsync("/v1/v1/chat/completions", "{}", ("X-Forwarded-For", "10.9.1.1"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "ai.example"));
        Assert.Contains("https://ai.example", healed.Headers.GetValues("x-gantry-healed").Single(), StringComparison.Ordinal);
        Assert.Single(gateway.Simulator.Record.Exchanges);
    }

    private static IEnumerable<(string Name, string Value)> Spoofs(string address) =>
    [
        ("X-Forwarded-For", address), ("X-Forwarded-For", $"{address}, 127.0.0.1"), ("Forwarded", $"for={address}"), ("X-Real-IP", address), ("X-Client-IP", address), ("CF-Connecting-IP", address),
        ("True-Client-IP", address), ("X-Cluster-Client-IP", address), ("X-Original-Forwarded-For", address), ("Via", $"1.1 {address}"),
    ];

    private static string Configuration(Uri simulator, string settings) => $$"""
        settings: {active_probes: false{{settings}}}
        upstreams:
          - {name: sim, provider: simulator, {{FaceConfiguration.Local(simulator)}} }
        models:
          - {id: m, price: {free: true} }
        groups:
          - name: all
            deployments:
              - {model: m, upstream: sim}
        accounts:
          - email: test@example.com
            keys:
              - {name: test, secret: {{TestGateway.Key}}, groups: [all], networks: [10.9.0.0/16]}
        """;

    private static DefaultHttpContext Context(string peer, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("gateway");
        foreach (var (name, value) in headers)
        {
            if (value.Length > 0)
            {
                http.Request.Headers[name] = value;
            }
        }

        return http;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
