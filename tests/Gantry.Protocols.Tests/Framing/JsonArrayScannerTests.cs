using System.Text;
using Gantry.Protocols.Framing;
using Xunit;

namespace Gantry.Protocols.Tests.Framing;

public sealed class JsonArrayScannerTests
{
    [Theory]
    [InlineData("[]", "", true)]
    [InlineData("""[{"a":1}]""", """{"a":1}""", true)]
    [InlineData("""[{"a":"]}\"\\"}, {"b":[{}]} ,[1]] tail {}""", """{"a":"]}\"\\"};{"b":[{}]};[1]""", true)]
    [InlineData("""[{"a":1},{"b":""", """{"a":1}""", false)]
    [InlineData("""[{"a":"\\\\"},{"b":"\\\""}]""", """{"a":"\\\\"};{"b":"\\\""}""", true)]
    public void Elements_come_wherever_the_array_is_cut(string array, string expected, bool closed)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(array);
        for (int cut = 0; cut <= bytes.Length; cut++) Assert.Equal((expected, closed), Run(int.MaxValue, bytes[..cut], bytes[cut..]));
        Assert.Equal((expected, closed), Run(int.MaxValue, [.. bytes.Select(b => new[] { b })]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Oversize_element_is_given_empty_and_the_next_is_read(int size)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($$"""[{"a":1},{"b":"{{new string('x', 90)}}"},{"c":1}]""");
        Assert.Equal(("{\"a\":1};;{\"c\":1}", true), Run(50, [.. bytes.Chunk(size)]));
    }

    [Fact]
    public void Boundary_is_between_elements_only()
    {
        var scanner = new JsonArrayScanner();
        ReadOnlySpan<byte> bytes = "[{\"a\":1}"u8;
        Assert.True(scanner.TryRead(ref bytes, out _));
        Assert.True(scanner.AtBoundary);
        bytes = ",{\"b\""u8;
        Assert.False(scanner.TryRead(ref bytes, out _));
        Assert.False(scanner.AtBoundary);
    }

    private static (string Elements, bool Closed) Run(int largest, params byte[][] pieces)
    {
        var scanner = new JsonArrayScanner(largest);
        var elements = new List<string>();
        foreach (byte[] piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            while (scanner.TryRead(ref rest, out var element)) elements.Add(Encoding.UTF8.GetString(element));
        }

        return (string.Join(';', elements), scanner.IsClosed);
    }
}
