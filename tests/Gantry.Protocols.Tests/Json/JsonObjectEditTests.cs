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
