using System.Text;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Json;

public sealed class JsonSpliceTests
{
    [Theory]
    [InlineData("""{"model":"m"}""", """{"model":"m","stream_options":{"include_usage":true}}""")]
    [InlineData("{ }", """{ "stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":{}}""", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options": { } ,"a":1}""", """{"stream_options": { "include_usage":true} ,"a":1}""")]
    [InlineData("""{"stream_options":null}""", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":{"x":[1, 2]}}""", """{"stream_options":{"x":[1, 2],"include_usage":true}}""")]
    [InlineData("""{"stream_options":{"include_usage":false}}""", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":{"include_usage": null ,"x":1}}""", """{"stream_options":{"include_usage": true ,"x":1}}""")]
    [InlineData("""{"stream_options":{"include_usage":{"a":[]}}}""", """{"stream_options":{"include_usage":true}}""")]
    public void Usage_is_asked_for_in_every_shape(string before, string after)
    {
        var splice = new JsonSplice();
        byte[] body = Encoding.UTF8.GetBytes(before);
        Assert.True(splice.IncludeUsage(RequestPeekTests.Accept(body, modelRequired: false)));
        Assert.Equal(after, Encoding.UTF8.GetString(splice.Apply(body).ToArray()));
    }

    [Theory]
    [InlineData("""{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":"x"}""")]
    public void Body_that_asks_itself_or_is_wrong_is_left_alone(string json)
    {
        var splice = new JsonSplice();
        Assert.False(splice.IncludeUsage(RequestPeekTests.Accept(Encoding.UTF8.GetBytes(json), modelRequired: false)));
        Assert.True(splice.IsEmpty);
    }

    [Theory]
    [InlineData(2, 4, 3, 5, "ab__fgh")]
    [InlineData(3, 5, 2, 4, "ab__fgh")]
    [InlineData(2, 6, 3, 5, "ab__gh")]
    [InlineData(3, 5, 2, 6, "ab__gh")]
    [InlineData(2, 4, 4, 6, "ab__gh")]
    [InlineData(2, 4, 2, 4, "ab__efgh")]
    public void Removals_of_two_that_know_nothing_of_each_other_are_one(int from, int to, int otherFrom, int otherTo, string left)
    {
        var splice = new JsonSplice();
        splice.Override(new ByteRange(from, to - from), default);
        splice.Override(new ByteRange(otherFrom, otherTo - otherFrom), default);

        Assert.Equal(left.Replace("_", "", StringComparison.Ordinal), Encoding.UTF8.GetString(splice.Apply("abcdefgh"u8.ToArray()).ToArray()));
    }

    [Fact]
    public void Removal_takes_what_others_put_inside_along_and_leaves_what_stands_at_its_edges()
    {
        var splice = new JsonSplice();
        splice.Replace(new ByteRange(3, 1), "X"u8.ToArray());
        splice.Replace(new ByteRange(6, 0), "Y"u8.ToArray());
        splice.Override(new ByteRange(2, 4), default);

        Assert.Equal("abYgh", Encoding.UTF8.GetString(splice.Apply("abcdefgh"u8.ToArray()).ToArray()));
        Assert.Throws<ArgumentException>(() => splice.Override(new ByteRange(1, 2), "Z"u8.ToArray()));
    }

    [Fact]
    public void Only_the_edited_bytes_differ_and_the_body_is_not_copied()
    {
        byte[] body = """{"a":1.0,"big":12345678901234567890,"model":"public","b":"\/\ud800","a2":[ ]}"""u8.ToArray();
        var facts = RequestPeekTests.Accept(body);
        var splice = new JsonSplice();
        splice.IncludeUsage(facts);
        splice.ReplaceModel(facts, JsonSplice.Quote("up\"stream/模型"));
        var result = splice.Apply(body);
        const string Expected = """
            {"a":1.0,"big":12345678901234567890,"model":"up\"stream/模型","b":"\/\ud800","a2":[ ],"stream_options":{"include_usage":true}}
            """;
        Assert.Equal(Expected, Encoding.UTF8.GetString(result.ToArray()));
        Assert.Equal(Encoding.UTF8.GetByteCount(Expected), result.Length);
        Assert.Equal(5, result.Segments.Count);
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetArray(result.Segments[0], out var first));
        Assert.Same(body, first.Array);
        Assert.Equal(result.ToArray(), splice.Apply(RequestPeekTests.InPieces(body, 5)).ToArray());
    }

    [Fact]
    public void No_edit_gives_the_body_itself()
    {
        byte[] body = "{}"u8.ToArray();
        var result = new JsonSplice().Apply(body);
        Assert.Equal(body, Assert.Single(result.Segments).ToArray());
        Assert.Equal(2, result.Length);
    }

    [Fact]
    public void Edits_may_come_in_any_order_but_not_overlap()
    {
        var splice = new JsonSplice();
        splice.Replace(new ByteRange(6, 2), "Z"u8.ToArray());
        splice.Replace(new ByteRange(0, 1), "A"u8.ToArray());
        splice.Replace(new ByteRange(1, 0), "+"u8.ToArray());
        Assert.Throws<ArgumentException>(() => splice.Replace(new ByteRange(7, 3), default));
        Assert.Throws<ArgumentException>(() => splice.Replace(new ByteRange(5, 2), default));
        Assert.Equal("A+12345Z89", Encoding.UTF8.GetString(splice.Apply("0123456789"u8.ToArray()).ToArray()));
    }
}
