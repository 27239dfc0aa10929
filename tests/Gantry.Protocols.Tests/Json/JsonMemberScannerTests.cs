using System.Text;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Json;

public sealed class JsonMemberScannerTests
{
    private static readonly JsonShape Shape = new JsonShape()
        .Want("id", 0, 20).Want("usage", 1, 60).Want("list/*/name", 2, 20).Want("list/*/deep/x", 3, 20).Want("flags/*", 4, 4);

    [Theory]
    [InlineData("""{"id":"a","usage":{"n":[1,{"id":"no"}]}}""", """0="a" 1={"n":[1,{"id":"no"}]}""")]
    [InlineData(""" { "id" : 12 , "other":{"id":"no","list":[{"name":"no"}]}, "usage" : null } """, "0=12 1=null")]
    [InlineData("""{"list":[{"name":"x","z":"]}"},{"z":1},{"name":"\"y\\","deep":{"x":true}}]}""", """2="x" 2="\"y\\" 3=true""")]
    [InlineData("""{"list":{"name":"an object where an array is due"}}""", "")]
    [InlineData("""{"flags":[1,"abcdef",{"a":{}},[]]}""", "4=1 4=\"abc~ 4={\"a\"~ 4=[]")]
    [InlineData("""{"id":"longer than twenty bytes, far longer"}""", "0=\"longer than twenty ~")]
    [InlineData("""{"s":"\\\"id\":1","id":false}""", "0=false")]
    [InlineData("""{"id":"first"}{"id":"second"}""", "0=\"first\"")]
    [InlineData("""{"id":"cut""", "")]
    [InlineData("""<html>{"id":1}""", "")]
    [InlineData("""}{"id":1}""", "")]
    public void Wanted_values_are_found_wherever_the_document_is_cut(string json, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        for (int cut = 0; cut <= bytes.Length; cut++) Assert.Equal(expected, Run(bytes[..cut], bytes[cut..]));
        Assert.Equal(expected, Run([.. bytes.Select(b => new[] { b })]));
    }

    [Fact]
    public void Byte_order_mark_is_skipped() => Assert.Equal("0=1", Run([0xEF, 0xBB, 0xBF, .. "{\"id\":1}"u8]));

    [Fact]
    public void Megabytes_of_text_are_skipped_and_not_kept()
    {
        var sink = new Sink();
        var scanner = new JsonMemberScanner(Shape, sink);
        byte[] filler = Encoding.UTF8.GetBytes(new string('A', 64 * 1024));
        scanner.Append("{\"big\":\""u8);
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (int i = 0; i < 25; i++) scanner.Append(filler);
        }));
        scanner.Append("\",\"id\":7}"u8);
        Assert.Equal("0=7", sink.ToString());
        Assert.True(scanner.Completed);
    }

    private static string Run(params byte[][] pieces)
    {
        var sink = new Sink();
        var scanner = new JsonMemberScanner(Shape, sink);
        foreach (byte[] piece in pieces) scanner.Append(piece);
        return sink.ToString();
    }

    private sealed class Sink : IJsonMemberSink
    {
        private readonly List<string> _values = [];

        public void Value(int id, ReadOnlySpan<byte> json, bool truncated) =>
            _values.Add($"{id}={Encoding.UTF8.GetString(json)}{(truncated ? "~" : "")}");

        public override string ToString() => string.Join(' ', _values);
    }
}
