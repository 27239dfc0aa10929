using System.Buffers;
using System.Text;
using Gantry.Protocols.Converse;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Converse;

/// <summary>Between other protocols and Converse, from bytes to bytes.</summary>
public sealed class ConverseTranslationTests
{
    private static readonly (string Type, string Payload)[] Call =
    [
        ("messageStart", """{"role":"assistant"}"""),
        ("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"Let me see."}}"""),
        ("contentBlockStop", """{"contentBlockIndex":0}"""),
        ("contentBlockStart", """{"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"t1","name":"weather"}}}"""),
        ("contentBlockDelta", """{"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\"city\":"}}}"""),
        ("contentBlockDelta", """{"contentBlockIndex":1,"delta":{"toolUse":{"input":"\"Bern\"}"}}}"""),
        ("contentBlockStop", """{"contentBlockIndex":1}"""),
    ];

    [Theory]
    [InlineData(Protocol.Chat, "tool_calls")]
    [InlineData(Protocol.Messages, "tool_use")]
    [InlineData(Protocol.Responses, "completed")]
    [InlineData(Protocol.Gemini, "STOP")]
    public void A_stream_of_frames_reaches_a_client_of_another_protocol(Protocol client, string stop)
    {
        string told = Tell(
            client,
            [.. Call, ("messageStop", """{"stopReason":"tool_use"}"""), ("metadata", """{"usage":{"inputTokens":7,"cacheReadInputTokens":4,"outputTokens":9}}""")]);

        Assert.Contains("Let me see.", told, StringComparison.Ordinal);
        Assert.Contains("weather", told, StringComparison.Ordinal);
        Assert.Contains("Bern", told, StringComparison.Ordinal);
        Assert.Contains(stop, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("malformed_tool_use")]
    [InlineData("malformed_model_output")]
    [Trait("Case", "305")]
    public void A_malformed_call_ends_as_an_error_and_not_as_a_stop(string word)
    {
        string told = Tell(Protocol.Chat, [.. Call[..3], ("messageStop", $$"""{"stopReason":"{{word}}"}""")]);

        Assert.Contains("\"error\"", told, StringComparison.Ordinal);
        Assert.DoesNotContain("\"finish_reason\":\"", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Protocol.Chat, """{"model":"m","messages":[{"role":"user","content":"hi"}],"max_completion_tokens":5,"stream":true}""")]
    [InlineData(Protocol.Messages, """{"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":5,"stream":true}""")]
    [InlineData(Protocol.Responses, """{"model":"m","input":[{"role":"user","content":"hi"}],"max_output_tokens":5,"stream":true}""")]
    [InlineData(Protocol.Gemini, """{"contents":[{"role":"user","parts":[{"text":"hi"}]}],"generationConfig":{"maxOutputTokens":5}}""")]
    public void A_request_of_another_protocol_is_said_without_model_and_stream(Protocol client, string body)
    {
        var request = ChatCodecs.For(client).ReadRequest(Encoding.UTF8.GetBytes(body), new ChatCall("m", true));

        var written = ConverseWire.Write(Begin(client, request, new LossLog()).Request, new LossLog());

        Assert.Equal("""{"messages":[{"role":"user","content":[{"text":"hi"}]}],"inferenceConfig":{"maxTokens":5}}""", Encoding.UTF8.GetString(written));
    }

    private static Translation Begin(Protocol client, ChatRequest request, LossLog losses) =>
        Translation.Begin(request, new TranslationSource(client), new TranslationTarget(Protocol.Converse, "m"), losses);

    private static string Tell(Protocol client, (string Type, string Payload)[] frames)
    {
        var losses = new LossLog();
        var request = new ChatRequest("m") { Stream = true };
        var context = new AnswerContext(request) { RequestId = "r1", CreatedAt = DateTimeOffset.UnixEpoch };
        var output = new ArrayBufferWriter<byte>();
        var sink = Begin(client, request, losses).Answer(ChatCodecs.For(client).NewStreamWriter(context, output, losses));
        var reader = ConverseCodec.Instance.NewStreamReader(sink);
        reader.Append(ConverseWire.Frames(frames));
        reader.Complete();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
