using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay.Face;

public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://api.example.com/v1", "", "http://proxy:3128/")]
    [InlineData("http://api.example.com/v1", "", null)]
    [InlineData("https://api.example.com", "example.com", null)]
    [InlineData("https://example.com", "example.com", null)]
    [InlineData("https://api.example.com", ".example.com", null)]
    [InlineData("https://api.example.com", "*.example.com", null)]
    [InlineData("https://notexample.com", "example.com", "http://proxy:3128/")]
    [InlineData("https://api.example.com", "a.com,  API.Example.COM ", null)]
    [InlineData("https://api.example.com", "api.example.com:443", null)]
    [InlineData("https://api.example.com:8443", "api.example.com:443", "http://proxy:3128/")]
    [InlineData("https://203.0.114.9", "203.0.114.0/24", null)]
    [InlineData("https://203.0.114.9", "203.0.114.9", null)]
    [InlineData("https://203.0.115.9", "203.0.114.0/24", "http://proxy:3128/")]
    [InlineData("https://[2606:4700::1111]", "2606:4700::/32", null)]
    [InlineData("https://[2606:4700::1111]", "[2606:4700::1111]", null)]
    [InlineData("https://api.example.com", "*", null)]
    [InlineData("https://api.example.com", " , ,:", "http://proxy:3128/")]
    [InlineData("https://127.0.0.1:8000", "", null)]
    [InlineData("https://localhost", "", null)]
    [InlineData("https://[::1]", "", null)]
    [InlineData("https://10.1.2.3", "", null)]
    [InlineData("https://192.168.0.7", "", null)]
    [InlineData("https://8.8.8.8", "", "http://proxy:3128/")]
    public void Address_decides(string address, string exceptions, string? expected)
    {
        var proxy = new EnvironmentProxy(name => name switch
        {
            "HTTPS_PROXY" => "proxy:3128",
            "no_proxy" => exceptions,
            _ => null,
        });
        Assert.Equal(expected, proxy.GetProxy(new Uri(address))?.AbsoluteUri);
        Assert.Equal(expected is null, proxy.IsBypassed(new Uri(address)));
    }

    [Theory]
    [InlineData("socks5://127.0.0.1:1080", "socks5://127.0.0.1:1080/")]
    [InlineData("http://user:password@proxy:3128", "http://user:password@proxy:3128/")]
    [InlineData("  ", null)]
    [InlineData("://", null)]
    public void Value_may_be_any_proxy_or_nothing(string value, string? expected) =>
        Assert.Equal(expected, new EnvironmentProxy(name => name == "all_proxy" ? value : null).GetProxy(new Uri("https://api.example.com"))?.AbsoluteUri);
}
