using Gantry.Relay.Headers;
using Xunit;

namespace Gantry.Tests.Relay.Headers;

public sealed class QueryPolicyTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("?", "")]
    [InlineData("?beta=true", "?beta=true")]
    [InlineData("beta=true", "?beta=true")]
    [InlineData("?alt=sse&key=sk-secret", "?alt=sse")]
    [InlineData("?key=sk-secret", "")]
    [InlineData("?key", "")]
    [InlineData("?key=a&key=b&z=1", "?z=1")]
    [InlineData("?%6bey=sk-secret&alt=sse", "?alt=sse")]
    [InlineData("?KEY=sk-secret", "")]
    [InlineData("?+key=sk-secret&a=1", "?a=1")]
    [InlineData("?monkey=1&keys=2", "?monkey=1&keys=2")]
    [InlineData("?api-version=2024-10-21&b=%2B+%20&a=&c", "?api-version=2024-10-21&b=%2B+%20&a=&c")]
    [InlineData("?x-gantry-strict=1&alt=sse", "?alt=sse")]
    public void Everything_but_the_key_passes_in_order_byte_for_byte(string? query, string expected) =>
        Assert.Equal(expected, QueryPolicy.Forward(query));
}
