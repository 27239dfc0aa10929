using System.Text;
using Gantry.Protocols.Json;
using Gantry.Protocols.Messages;
using Xunit;

namespace Gantry.Protocols.Tests.Messages;

public sealed class MessagesSourcesTests
{
    private const string Own = """[{"type":"web_search_result_location","url":"u","title":"t","cited_text":"c","encrypted_index" : ""}]""";
    private const string Sealed = """[{"type":"web_search_result_location","url":"u","title":"t","cited_text":"c","encrypted_index":"Eabc"}]""";

    [Theory]
    [InlineData(Own, "null")]
    [InlineData(Sealed, Sealed)]
    [InlineData("null", "null")]
    [InlineData("[]", "[]")]
    public void Sources_without_a_seal_go_and_those_with_one_stay(string citations, string expected)
    {
        string Body(string value) => """{"model":"m","messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"text","text":"a","citations":""" + value + """},{"type":"text","text":"b","citations":""" + value + "}]}]}";
        Assert.Equal(Body(expected), Stripped(Body(citations)));
        Assert.Equal("\uFEFF" + Body(expected), Stripped("\uFEFF" + Body(citations)));
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{"citations":[{"encrypted_index":""}]}}]}]}""")]
    [InlineData("""{"tools":[{"content":[{"citations":[{"encrypted_index":""}]}]}],"messages":[]}""")]
    [InlineData("""{"messages":[{"content":"\"encrypted_index\":\"\""}]}""")]
    [InlineData("""{"messages":[{"content":[{"citations":[{"encrypted_index":"" """)]
    public void What_only_looks_like_one_stays(string body) => Assert.Equal(body, Stripped(body));

    private static string Stripped(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var splice = new JsonSplice();
        foreach (var range in MessagesSources.Unsealed(bytes)) splice.Replace(range, "null"u8.ToArray());
        return string.Concat(splice.Apply(bytes).Segments.Select(segment => Encoding.UTF8.GetString(segment.Span)));
    }
}
