using System.Buffers;
using System.Text;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Metering;

/// <summary>Frames that hold nothing wanted cost no memory, cut or uncut.</summary>
public sealed class AllocationTests
{
    private const string ChatDelta =
        """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-5","choices":[{"index":0,"delta":{"content":" tokens"},"finish_reason":null}],"usage":null,"obfuscation":"abc"}""" + "\n\n";

    [Theory]
    [InlineData(Protocol.Chat, ChatDelta)]
    [InlineData(Protocol.Messages, "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n")]
    [InlineData(Protocol.Messages, "event: ping\ndata: {\"type\": \"ping\"}\n\n")]
    [InlineData(Protocol.Responses, "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":9,\"delta\":\"x\",\"logprobs\":[]}\n\n")]
    [InlineData(Protocol.Gemini, "data: {\"candidates\": [{\"content\": {\"parts\": [{\"text\": \"x\"}],\"role\": \"model\"},\"index\": 0}],\"modelVersion\": \"g\",\"responseId\": \"r\",\"usageMetadata\": {\"promptTokenCount\": 9,\"candidatesTokenCount\": 15,\"totalTokenCount\": 24}}\r\n\r\n")]
    public void Events_without_news_allocate_nothing(Protocol protocol, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var meter = ResponseMeters.For(protocol, Operation.Chat, ResponseFraming.Sse, MeterQuirks.None);
        Assert.Equal(0, Allocated.Least(() =>
        {
            meter.Append(bytes);
            meter.Append(bytes.AsSpan(0, 20));
            meter.Append(bytes.AsSpan(20));
        }));
    }

    [Theory]
    [InlineData(Protocol.Converse, "contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"x"},"p":"abc"}""")]
    [InlineData(Protocol.Messages, "chunk", """{"bytes":"eyJ0eXBlIjoiY29udGVudF9ibG9ja19kZWx0YSIsImRlbHRhIjp7InR5cGUiOiJ0ZXh0X2RlbHRhIiwidGV4dCI6IngifX0=","p":"abc"}""")]
    public void Frames_without_news_allocate_nothing(Protocol protocol, string type, string payload)
    {
        var frame = new ArrayBufferWriter<byte>();
        AwsEventStreamWriter.WriteEvent(frame, Encoding.UTF8.GetBytes(type), Encoding.UTF8.GetBytes(payload));
        byte[] bytes = frame.WrittenSpan.ToArray();
        var meter = ResponseMeters.For(protocol, Operation.Chat, ResponseFraming.AwsEventStream, MeterQuirks.None);
        Assert.Equal(0, Allocated.Least(() =>
        {
            meter.Append(bytes);
            meter.Append(bytes.AsSpan(0, 20));
            meter.Append(bytes.AsSpan(20));
        }));
        Assert.True(meter.Reading.ContentSeen);
    }

    [Fact]
    public void Filter_allocates_nothing_for_chunks_that_pass()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(ChatDelta);
        var filter = new UsageChunkFilter();
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        Assert.Equal(0, Allocated.Least(() =>
        {
            output.ResetWrittenCount();
            filter.Filter(bytes, output);
            filter.Filter(bytes.AsSpan(0, 20), output);
            filter.Filter(bytes.AsSpan(20), output);
        }));
    }
}
