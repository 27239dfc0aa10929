using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Tokens;
using Xunit;

namespace Gantry.Protocols.Tests.Tokens;

public sealed class TokenCountRequestTests
{
    [Theory]
    [InlineData(Protocol.Messages,
        """{"model":"c","max_tokens":5,"stream":true,"temperature":0.5,"metadata":{},"stop_sequences":["x"],"system":"s","messages":[{"role":"user","content":"max_tokens"}],"tools":[],"thinking":{"type":"disabled"}}""",
        """{"model":"c","system":"s","messages":[{"role":"user","content":"max_tokens"}],"tools":[],"thinking":{"type":"disabled"}}""")]
    [InlineData(Protocol.Responses,
        """{"model":"g","store":false,"stream":true,"max_output_tokens":5,"include":[],"input":[{"role":"user","content":"x"}],"instructions":"i","text":{}}""",
        """{"model":"g","input":[{"role":"user","content":"x"}],"instructions":"i","text":{}}""")]
    [InlineData(Protocol.Gemini,
        """{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"maxOutputTokens":5},"systemInstruction":{"parts":[]}}""",
        """{"generateContentRequest":{"model":"models/c","contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"maxOutputTokens":5},"systemInstruction":{"parts":[]}}}""")]
    public void Request_for_an_answer_becomes_one_for_a_count(Protocol spoken, string generation, string wanted)
    {
        var output = new ArrayBufferWriter<byte>();
        TokenCountRequest.Write(spoken, Encoding.UTF8.GetBytes(generation), "c", output);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(wanted), JsonNode.Parse(output.WrittenSpan)), Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("""{"generateContentRequest":{"model":"models/x","contents":[1]}}""", """{"model":"models/x","contents":[1]}""")]
    [InlineData("""{"model":"a","generate_content_request" : {"contents":[]} }""", """{"contents":[]}""")]
    [InlineData("""{"contents":[{"generateContentRequest":{}}]}""", """{"contents":[{"generateContentRequest":{}}]}""")]
    [InlineData("""{"generateContentRequest":null,"contents":[]}""", """{"generateContentRequest":null,"contents":[]}""")]
    [InlineData("[", "[")]
    [InlineData("""{"a":""", """{"a":""")]
    public void Wrapped_request_of_Gemini_is_found(string body, string wanted) =>
        Assert.Equal(wanted, Encoding.UTF8.GetString(TokenCountRequest.Unwrap(Protocol.Gemini, Encoding.UTF8.GetBytes(body)).Span));

    [Fact]
    public void Nothing_is_unwrapped_of_others()
    {
        byte[] body = """{"generateContentRequest":{}}"""u8.ToArray();
        Assert.Equal(body, TokenCountRequest.Unwrap(Protocol.Messages, body).ToArray());
    }
}
