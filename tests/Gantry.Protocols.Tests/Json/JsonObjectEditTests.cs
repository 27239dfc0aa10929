using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Json;

public sealed class JsonObjectEditTests
{
    [Theory]
    [InlineData("""{"a":1}""", "a")]
    [InlineData("""{ "a" : 1 , "b":[2,{"a":3}],"c":"}" }""", "a")]
    [InlineData("""{ "a" : 1 , "b":[2,{"a":3}],"c":"}" }""", "c")]
    [InlineData("""{ "a" : 1 , "b":[2,{"a":3}],"c":"}" }""", "b,c")]
    [InlineData("""{ "a" : 1 , "b":[2,{"a":3}],"c":"}" }""", "a,c")]
    [InlineData("""{ "a" : 1 , "b":[2,{"a":3}],"c":"}" }""", "a,b,c")]
    [InlineData("""{"a":1,"b":2,"a":3,"c":4}""", "a")]
    [InlineData("""{"a":1,"b":2,"c":3,"d":4}""", "b,c")]
    public void Removed_members_are_gone_and_the_others_stay_as_they_are(string body, string names)
    {
        var expected = new JsonObject();
        using (var document = JsonDocument.Parse(body))
        {
            foreach (var member in document.RootElement.EnumerateObject().Where(member => !names.Split(',').Contains(member.Name)))
            {
                expected[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            }
        }

        foreach (var added in (bool[])[false, true])
        {
            var edit = new JsonObjectEdit(Encoding.UTF8.GetBytes(body));
            foreach (var name in names.Split(',')) edit.Remove(name);
            if (added)
            {
                edit.Set("new", "[1]"u8.ToArray());
                edit.Set("next", "\"x\""u8.ToArray());
                expected["new"] = new JsonArray(1);
                expected["next"] = "x";
            }

            Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(Applied(edit, body))), Applied(edit, body));
        }
    }

    [Fact]
    public void Value_that_is_set_takes_the_place_of_the_former()
    {
        const string body = """{"model":"m","stream":true}""";
        var edit = new JsonObjectEdit(Encoding.UTF8.GetBytes(body));
        Assert.Equal("true", Encoding.UTF8.GetString(edit.Value("stream").Span));
        edit.Set("stream", "false"u8.ToArray());
        edit.Replace(new ByteRange(10, 1), "n"u8.ToArray());
        Assert.Equal("""{"model":"n","stream":false}""", Applied(edit, body));
    }

    [Fact]
    public void Member_that_is_renamed_keeps_its_value_and_the_edits_of_it()
    {
        const string body = """{"cap" : 12,"b":1}""";
        var edit = new JsonObjectEdit(Encoding.UTF8.GetBytes(body));
        edit.Rename("cap", "max");
        edit.Rename("none", "some");
        Assert.False(edit.Has("cap"));
        Assert.Equal("12", Encoding.UTF8.GetString(edit.Value("max").Span));
        edit.Replace(edit.Range("max")!.Value, "7"u8.ToArray());
        Assert.Equal("""{"max" : 7,"b":1}""", Applied(edit, body));
        edit.Remove("max");
        Assert.Equal("""{"b":1}""", Applied(edit, body));
    }

    [Theory]
    [InlineData("""{"a":1,"list":[{"role":"x","n":1}, 5 ,{"n":2,"deep":[{"id":"y"}]},"s",[{"role":"x"}]]}""", """{"a":1,"list":[{"role":"z"}, 5 ,{"deep":[{"id":"w"}]},"s",[{"role":"x"}]]}""")]
    [InlineData("""{"list":[]}""", """{"list":[]}""")]
    [InlineData("""{"list":{"n":1}}""", """{"list":{"n":1}}""")]
    [InlineData("""{"list":null}""", """{"list":null}""")]
    public void Objects_of_an_array_are_edited_each(string body, string expected)
    {
        var edit = new JsonObjectEdit(Encoding.UTF8.GetBytes(body));
        foreach (var one in edit.Objects("list"))
        {
            one.Remove("n");
            if (one.Range("role") is { } role) one.Replace(role, "\"z\""u8.ToArray());
            foreach (var inner in one.Objects("deep")) inner.Replace(inner.Range("id")!.Value, "\"w\""u8.ToArray());
        }

        Assert.Same(edit.Objects("list"), edit.Objects("list"));
        Assert.Equal(expected, Applied(edit, body));
        edit.Remove("list");
        Assert.DoesNotContain("list", Applied(edit, body), StringComparison.Ordinal);
    }

    [Fact]
    public void Member_that_goes_takes_the_edits_inside_it_along_and_no_others()
    {
        const string body = """{"a":1,"options":{"x":true},"b":2}""";
        var bytes = Encoding.UTF8.GetBytes(body);
        var splice = new JsonSplice();
        splice.Replace(new ByteRange(body.IndexOf("true", StringComparison.Ordinal), 4), "false"u8.ToArray());
        splice.AppendMember(body.IndexOf('}'), false, "\"y\":1"u8);
        splice.AppendMember(body.Length - 1, false, "\"c\":3"u8);
        var edit = new JsonObjectEdit(bytes);
        edit.Remove("options");
        edit.Remove("b");
        edit.ApplyTo(splice);
        Assert.Equal("""{"a":1,"c":3}""", string.Concat(splice.Apply(bytes).Segments.Select(piece => Encoding.UTF8.GetString(piece.Span))));
    }

    [Fact]
    public void Name_with_half_a_character_stays()
    {
        const string body = """{"\ud800":1,"b":2,"c":3}""";
        var edit = new JsonObjectEdit(Encoding.UTF8.GetBytes(body));
        edit.Remove("b");
        Assert.Equal("""{"\ud800":1,"c":3}""", Applied(edit, body));
    }

    [Fact]
    public void Byte_order_mark_is_passed_over()
    {
        const string body = "\uFEFF{\"a\":1,\"b\":[{\"c\":2}]}";
        var edit = new JsonObjectEdit(Encoding.UTF8.GetBytes(body));
        edit.Remove("a");
        edit.Objects("b")[0].Rename("c", "d");
        Assert.Equal("\uFEFF{\"b\":[{\"d\":2}]}", Applied(edit, body));
    }

    private static string Applied(JsonObjectEdit edit, string body)
    {
        var splice = new JsonSplice();
        edit.ApplyTo(splice);
        return string.Concat(splice.Apply(Encoding.UTF8.GetBytes(body)).Segments.Select(piece => Encoding.UTF8.GetString(piece.Span)));
    }

    [Fact]
    public void Byte_order_mark_moves_nothing()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. """{"a":1,"b":2,"\ud800":3}"""u8];
        var edit = new JsonObjectEdit(body);
        edit.Remove("a");
        edit.Set("c", "4"u8.ToArray());
        var splice = new JsonSplice();
        edit.ApplyTo(splice);

        Assert.Equal("\uFEFF{\"b\":2,\"\\ud800\":3,\"c\":4}", Encoding.UTF8.GetString(splice.Apply(body).ToArray()));
    }
}
