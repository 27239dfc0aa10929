using System.Text;
using Gantry.Protocols.Chat;
using Xunit;

namespace Gantry.Protocols.Tests.Chat;

public sealed class CallIdFilterTests
{
    private const string Odd = "call/vertex.1:é==";

    private const string Stream =
        ": a comment with { and \"tool_calls\":[{\"id\":\"a/b\"\n\n"
        + "data: {\"id\":\"x/y\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"{\\\"id\\\":\\\"a/b\\\"}\",\"tool_calls\":[{\"index\":0,\"id\":\"@1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"id\\\":\\\"a/b\\\"}\",\"id\":\"a/b\"}},{\"index\":1,\"id\":\"call_fine-1\"}]}}]}\r\n\r\n"
        + "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"\"},{\"index\":0,\"id\":null},{\"function\":{\"arguments\":\"x\"}, \"id\" : \"@1\"}]}}],\"id\":\"x/y\"}\n\n"
        + "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"torn\n\n"
        + "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"@2\"}]}}]}\n\ndata: [DONE]\n\n";

    [Fact]
    [Trait("Case", "308")]
    public void Only_ids_of_calls_change_wherever_the_bytes_are_torn()
    {
        var bytes = Encoding.UTF8.GetBytes(Stream.Replace("@1", Odd, StringComparison.Ordinal).Replace("@2", new string('a', 65), StringComparison.Ordinal));
        var whole = Pass(bytes, isStream: true, bytes.Length);
        for (var at = 1; at < bytes.Length; at++)
        {
            Assert.Equal(whole, Pass(bytes, isStream: true, at));
        }

        var ids = whole.Split("\"id\":\"call_").Skip(1).Select(rest => "call_" + rest[..rest.IndexOf('"', StringComparison.Ordinal)]).Append("").ToList();
        Assert.Equal(4, ids.Count);
        var (first, fine, long65) = (ids[0], ids[1], ids[2]);
        Assert.Equal("call_fine-1", fine);
        Assert.All([first, long65], id => Assert.Matches("^call_[0-9a-f]{30}$", id));
        Assert.NotEqual(first, long65);
        Assert.Equal(Stream.Replace("@1", first, StringComparison.Ordinal).Replace("@2", long65, StringComparison.Ordinal), whole);
    }

    [Fact]
    public void Whole_document_keeps_its_own_spelling()
    {
        const string Document =
            "{\n  \"id\": \"x/y\",\n  \"choices\": [\n    {\n      \"message\": {\n        \"tool_calls\": [\n          {\n            \"function\": {\"name\": \"f\", \"arguments\": \"{}\"},\n            \"id\": \"a\\/b\",\n            \"type\": \"function\"\n          }\n        ]\n      }\n    }\n  ]\n}\n";
        var bytes = Encoding.UTF8.GetBytes(Document);
        var whole = Pass(bytes, isStream: false, bytes.Length);

        Assert.Equal(whole, Pass(bytes, isStream: false, 1));
        Assert.Matches("\"id\": \"call_[0-9a-f]{30}\"", whole);
        Assert.Equal(Document, System.Text.RegularExpressions.Regex.Replace(whole, "call_[0-9a-f]{30}", "a\\/b"));
    }

    [Fact]
    public void Everything_but_the_id_that_is_being_read_goes_on_at_once()
    {
        var filter = new CallIdFilter(isStream: true);
        var head = "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\""u8;

        Assert.Equal(head.Length, filter.Pass(head).Length);
        Assert.Equal(0, filter.Pass("a/"u8).Length);
        Assert.StartsWith("call_", Encoding.UTF8.GetString(filter.Pass("b\",\"in"u8).Span), StringComparison.Ordinal);
        Assert.Equal("dex", Encoding.UTF8.GetString(filter.Pass("dex"u8).Span));
    }

    [Fact]
    public void What_is_no_answer_passes()
    {
        foreach (var text in (string[])["<html>\"id\":\"a/b\"</html>", "[{\"error\":{\"id\":\"a/b\"}}]", "null", "", "}}]]\"", "{\"choices\":{\"delta\":{\"tool_calls\":[{\"id\":[\"a/b\"]}]}}}", new string('[', 100) + "\"id\""])
        {
            Assert.Equal(text, Pass(Encoding.UTF8.GetBytes(text), isStream: false, 3));
        }
    }

    [Fact]
    public void Id_that_breaks_off_is_given_as_it_is()
    {
        var filter = new CallIdFilter(isStream: false);
        var sent = Encoding.UTF8.GetString(filter.Pass("{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"a/b"u8).Span);

        Assert.EndsWith("\"id\":\"", sent, StringComparison.Ordinal);
        Assert.Equal("a/b", Encoding.UTF8.GetString(filter.Rest().Span));
    }

    private static string Pass(byte[] bytes, bool isStream, int size)
    {
        var filter = new CallIdFilter(isStream);
        var passed = new List<byte>();
        for (var at = 0; at < bytes.Length; at += size)
        {
            passed.AddRange(filter.Pass(bytes.AsSpan(at, Math.Min(size, bytes.Length - at))).Span);
        }

        passed.AddRange(filter.Rest().Span);
        return Encoding.UTF8.GetString([.. passed]);
    }
}
