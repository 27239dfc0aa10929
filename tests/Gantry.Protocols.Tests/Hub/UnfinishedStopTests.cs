using System.Buffers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Hub;

/// <summary>An answer that is not at its end, towards protocols without a word for that: never told as done.</summary>
public sealed class UnfinishedStopTests
{
    [Theory]
    [InlineData(Protocol.Chat, StopReason.Pause, "\"finish_reason\":\"length\"")]
    [InlineData(Protocol.Chat, StopReason.Compaction, "\"finish_reason\":\"length\"")]
    [InlineData(Protocol.Chat, StopReason.PromptBlocked, "\"finish_reason\":\"content_filter\"")]
    [InlineData(Protocol.Responses, StopReason.Pause, "\"reason\":\"max_output_tokens\"")]
    [InlineData(Protocol.Responses, StopReason.Compaction, "\"reason\":\"max_output_tokens\"")]
    [InlineData(Protocol.Responses, StopReason.PromptBlocked, "\"code\":\"invalid_prompt\"")]
    [InlineData(Protocol.Messages, StopReason.Pause, "\"stop_reason\":\"pause_turn\"")]
    [InlineData(Protocol.Gemini, StopReason.Pause, "\"finishReason\":\"MAX_TOKENS\"")]
    [InlineData(Protocol.Gemini, StopReason.Compaction, "\"finishReason\":\"MAX_TOKENS\"")]
    [InlineData(Protocol.Converse, StopReason.Pause, "\"stopReason\":\"max_tokens\"")]
    public void What_is_not_at_its_end_is_not_told_as_done(Protocol client, StopReason reason, string expected)
    {
        var answer = new ChatAnswer { Parts = [new TextPart(JsonText.From("So far."))], StopReason = reason };
        var codec = ChatCodecs.For(client);
        var context = new AnswerContext(new ChatRequest("m")) { RequestId = "r1", CreatedAt = DateTimeOffset.UnixEpoch };
        var whole = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(whole, WireJson.Options)) codec.WriteAnswer(answer, context, json, new LossLog());
        Assert.Contains(expected, Encoding.UTF8.GetString(whole.WrittenSpan), StringComparison.Ordinal);
        var stream = new ArrayBufferWriter<byte>();
        AnswerReplay.Replay(answer, codec.NewStreamWriter(context, stream, new LossLog()));
        Assert.Contains(expected, Encoding.UTF8.GetString(stream.WrittenSpan), StringComparison.Ordinal);
    }
}
