using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Protocols.Tests.Errors;

public sealed class InBandErrorTests
{
    private static readonly GatewayError Cut = new(ErrorKind.BadUpstream, ErrorOrigin.Upstream, "The provider broke off.") { RequestId = "0199" };

    private static readonly InBandPosition Stream = new()
    {
        Sse = true, SequenceNumber = 7, ResponseId = "resp_1", Model = "gpt", CreatedAt = 1_700_000_000,
    };

    [Theory]
    [InlineData(Protocol.Chat)]
    [InlineData(Protocol.Responses)]
    [InlineData(Protocol.Messages)]
    [InlineData(Protocol.Gemini)]
    public void Failure_in_a_stream_is_the_accepted_one(Protocol protocol) => Golden.Matches($"Errors/Golden/{protocol}.in-band.txt", Write(protocol, Cut, Stream));

    [Fact]
    public void Chat_says_no_done() => Assert.DoesNotContain("[DONE]", Text(Protocol.Chat, Cut, Stream), StringComparison.Ordinal);

    [Fact]
    public void Responses_fail_with_the_next_number_and_the_id_that_the_client_knows()
    {
        var text = Text(Protocol.Responses, Cut, Stream);
        Assert.StartsWith("event: response.failed\ndata: ", text, StringComparison.Ordinal);
        using var data = JsonDocument.Parse(text.Split("data: ")[1]);
        Assert.Equal(7, data.RootElement.GetProperty("sequence_number").GetInt64());
        var response = data.RootElement.GetProperty("response");
        Assert.Equal(("resp_1", "failed", "server_error"), (
            response.GetProperty("id").GetString(), response.GetProperty("status").GetString(), response.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    [Trait("Case", "101")]
    public void Rate_limit_in_responses_says_when_to_try_again() =>
        Assert.Contains("Please try again in 12s.", Text(Protocol.Responses, new(ErrorKind.RateLimited, ErrorOrigin.Gateway, "Too many.") { RetryAfterSeconds = 12 }, Stream), StringComparison.Ordinal);

    [Fact]
    public void Balance_that_ends_in_a_stream_has_each_protocols_word()
    {
        var error = new GatewayError(ErrorKind.Billing, ErrorOrigin.Client, "The balance is used up.");
        Assert.Contains("\"code\":\"insufficient_quota\"", Text(Protocol.Chat, error, Stream), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"insufficient_quota\"", Text(Protocol.Responses, error, Stream), StringComparison.Ordinal);
        Assert.Contains("\"type\":\"billing_error\"", Text(Protocol.Messages, error, Stream), StringComparison.Ordinal);
        Assert.Contains("\"status\":\"PERMISSION_DENIED\"", Text(Protocol.Gemini, error, Stream), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "154")]
    public void Gemini_stream_ends_with_the_bare_object()
    {
        var text = Text(Protocol.Gemini, Cut, Stream);
        Assert.StartsWith("{\"error\":{\"code\":503,", text, StringComparison.Ordinal);
        Assert.EndsWith("}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "[{\"candidates\":[]}")]
    [InlineData(false, "")]
    public void Gemini_array_stays_an_array(bool opened, string sent)
    {
        using var array = JsonDocument.Parse(sent + Text(Protocol.Gemini, Cut, new InBandPosition { ArrayOpened = opened }));
        Assert.Equal("UNAVAILABLE", array.RootElement[array.RootElement.GetArrayLength() - 1].GetProperty("error").GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(Protocol.Chat, "\n\n")]
    [InlineData(Protocol.Responses, "\n\n")]
    [InlineData(Protocol.Messages, "\n\n")]
    [InlineData(Protocol.Gemini, "\r\n\r\n")]
    public void Torn_event_is_closed_first(Protocol protocol, string close) =>
        Assert.Equal(close + Text(protocol, Cut, Stream), Text(protocol, Cut, Stream with { InsideEvent = true }));

    [Fact]
    public void Converse_frame_has_right_lengths_and_checksums()
    {
        // CBF43926 is the check value of this CRC: it shows that the test itself is right.
        var frame = Write(Protocol.Converse, Cut, default);
        Assert.Equal(frame.Length, BinaryPrimitives.ReadInt32BigEndian(frame));
        Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(8)), Crc(frame.AsSpan(0, 8)));
        Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(frame.Length - 4)), Crc(frame.AsSpan(0, frame.Length - 4)));
        Assert.Equal(0xCBF43926u, Crc("123456789"u8));
        var text = Encoding.ASCII.GetString(frame);
        Assert.Contains(":exception-type", text, StringComparison.Ordinal);
        Assert.Contains("serviceUnavailableException", text, StringComparison.Ordinal);
        var payload = 12 + BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(4));
        using var json = JsonDocument.Parse(frame.AsMemory(payload, frame.Length - payload - 4));
        Assert.Equal("The provider broke off.", json.RootElement.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(Protocol.Chat, true, ": keep-alive\n\n")]
    [InlineData(Protocol.Responses, true, ": keep-alive\n\n")]
    [InlineData(Protocol.Messages, true, "event: ping\ndata: {\"type\": \"ping\"}\n\n")]
    [InlineData(Protocol.Gemini, true, "")]
    [InlineData(Protocol.Gemini, false, "")]
    [InlineData(Protocol.Converse, false, "")]
    [InlineData(Protocol.Chat, false, "")]
    public void Keep_alive_is_one_that_every_client_takes(Protocol protocol, bool sse, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(KeepAlives.For(protocol, sse).Span));

    // Bit by bit, where the writer goes by tables, so that the two cannot share a mistake.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }

    private static string Text(Protocol protocol, GatewayError error, InBandPosition at) => Encoding.UTF8.GetString(Write(protocol, error, at));

    private static byte[] Write(Protocol protocol, GatewayError error, InBandPosition at)
    {
        var output = new ArrayBufferWriter<byte>();
        ProtocolErrors.WriteInBand(protocol, error, at, output);
        return output.WrittenSpan.ToArray();
    }
}
