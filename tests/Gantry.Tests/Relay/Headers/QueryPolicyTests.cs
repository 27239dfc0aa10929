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

    [Theory]
    [InlineData("?include=a&include=b&limit=2", "?include=b&limit=2")]
    [InlineData("?include[]=a&include%5B%5D=b", "?include%5B%5D=b")]
    [InlineData("?include[0]=b&include[1]=a", "?include[0]=b")]
    [InlineData("?include=a,b%20c", "?include=b%20c")]
    [InlineData("?include=%61", "")]
    [InlineData("?included=a&x=a&include", "?included=a&x=a&include")]
    public void Some_values_of_a_list_are_left_out_in_every_form(string query, string expected) =>
        Assert.Equal(expected, QueryPolicy.WithoutValues(query, "include", value => value == "a"));

    [Fact]
    public void Values_of_a_list_are_read_in_every_form() =>
        Assert.Equal(["a", "b c", "d", "e"], QueryPolicy.Values("?include=a,b%20c&x=1&include[]=d&include[1]=e&include=", "include"));
}
