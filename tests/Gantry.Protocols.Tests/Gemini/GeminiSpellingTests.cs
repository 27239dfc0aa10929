using System.Text;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Gemini;

[Trait("Case", "307")]
public sealed class GeminiSpellingTests
{
    [Theory]
    [InlineData("""{"system_instruction":{},"generation_config":{"top_p":1}}""", """{"systemInstruction":{},"generationConfig":{"topP":1}}""")]
    [InlineData("""{"contents":[{"parts":[{"function_call":{"name":"f","args":{"top_p":1}}}]}]}""", """{"contents":[{"parts":[{"functionCall":{"name":"f","args":{"top_p":1}}}]}]}""")]
    [InlineData("""{"contents":[{"parts":[{"function_response":{"response":{"top_p":1}}}]}]}""", """{"contents":[{"parts":[{"functionResponse":{"response":{"top_p":1}}}]}]}""")]
    [InlineData("""{"tools":[{"function_declarations":[{"response":{"any_of":[]}}]}]}""", """{"tools":[{"functionDeclarations":[{"response":{"anyOf":[]}}]}]}""")]
    [InlineData("""{"x":{"properties":{"top_p":{"min_items":1},"properties":{"any_of":[]}}}}""", """{"x":{"properties":{"top_p":{"minItems":1},"properties":{"anyOf":[]}}}}""")]
    [InlineData("""{"x":{"response_json_schema":{"any_of":[]},"enum":["top_p"],"default":{"top_p":1},"required":["top_p"]}}""", """{"x":{"responseJsonSchema":{"any_of":[]},"enum":["top_p"],"default":{"top_p":1},"required":["top_p"]}}""")]
    [InlineData("""{"of_my_own":{"top_p":"top_p"},"top\u005fp":1}""", """{"of_my_own":{"topP":"top_p"},"top\u005fp":1}""")]
    [InlineData("""{ "topP" : 1.0 , "seed":12345678901234567890 }""", """{ "topP" : 1.0 , "seed":12345678901234567890 }""")]
    public void Known_names_become_camel_case_and_all_else_stays(string body, string expected) => Assert.Equal(expected, Apply(body, (_, _) => false));

    [Theory]
    [InlineData("""{"cut":1}""", """{}""")]
    [InlineData("""{"cut":1,"a":2}""", """{"a":2}""")]
    [InlineData("""{"a":2 , "cut":1}""", """{"a":2}""")]
    [InlineData("""{"a":1,"cut":{"top_p":1},"cut":3,"b":4,"cut":5,"cut":[6]}""", """{"a":1,"b":4}""")]
    [InlineData("""{"cut":1,"cut":2,"top_p":3}""", """{"topP":3}""")]
    [InlineData("""{"a":{"properties":{"cut":{"cut":1}}}}""", """{"a":{"properties":{"cut":{}}}}""")]
    public void Members_that_are_left_out_take_their_comma_along(string body, string expected) => Assert.Equal(expected, Apply(body, (_, name) => name == "cut"));

    [Fact]
    public void Place_and_name_are_told_in_camel_case()
    {
        var seen = new List<string>();
        Apply("""{"tool_config":{"include_server_side_tool_invocations":true},"contents":[{"parts":[{"function_call":{"id":"1"}}]}]}""", (place, name) =>
        {
            seen.Add($"{place}.{name}");
            return false;
        });

        Assert.Equal([".toolConfig", "toolConfig.includeServerSideToolInvocations", ".contents", "contents.parts", "parts.functionCall", "functionCall.id"], seen);
    }

    private static string Apply(string body, Func<string, string, bool> omit)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var splice = new JsonSplice();
        foreach (var (range, with) in GeminiSpelling.Edits(bytes, omit))
        {
            splice.Replace(range, with);
        }

        return Encoding.UTF8.GetString([.. splice.Apply(bytes).Segments.SelectMany(segment => segment.ToArray())]);
    }
}
