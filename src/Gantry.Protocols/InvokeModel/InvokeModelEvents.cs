using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.InvokeModel;

/// <summary>Makes the server-sent events of Messages out of the frames that Bedrock's InvokeModel wraps them in. What came damaged, or as an exception, ends as <c>event: error</c>.</summary>
/// <remarks>Not thread safe. Bytes may be cut anywhere.</remarks>
/// <param name="output">Takes whole events.</param>
/// <param name="answerId">For the opening of an answer that comes without its own.</param>
public sealed class InvokeModelEvents(IBufferWriter<byte> output, string answerId)
{
    private readonly AwsEventStreamScanner _scanner = new();
    private bool _started;
    private bool _toldInput;

    // The reason why the answer ended, held back where it came without usage: Bedrock's own count stands in the very last event.
    private byte[]? _held;

    /// <summary>An error has been written: nothing follows.</summary>
    public bool Failed { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!Failed && _scanner.TryRead(ref bytes, out var frame))
        {
            Take(frame);
        }

        if (_scanner.IsBroken && !Failed)
        {
            Fail(new UpstreamError(ErrorKind.BadUpstream, "The upstream's answer was damaged on its way.") { Spoken = Protocol.Messages });
        }
    }

    /// <summary>No more bytes will come. A frame that was begun is dropped: who reads the events sees that their end is missing.</summary>
    public void Complete()
    {
        Release(default);
        _scanner.Release();
    }

    private void Take(in AwsFrame frame)
    {
        if (UpstreamErrors.ReadFrame(Protocol.Messages, frame) is { } error)
        {
            Fail(error);
            return;
        }

        try
        {
            if (Bytes(frame.Payload) is { } json)
            {
                Event(json);
            }
        }
        catch (JsonException)
        {
            Fail(new UpstreamError(ErrorKind.BadUpstream, "The upstream sent something that is not JSON.") { Spoken = Protocol.Messages });
        }
    }

    // {"bytes":"<the event in base64>","p":"padding"}; anything else is a frame that this protocol does not know.
    private static byte[]? Bytes(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = reader.ValueTextEquals("bytes"u8);
            reader.Read();
            if (wanted)
            {
                return reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw new JsonException();
            }

            reader.Skip();
        }

        return null;
    }

    private void Event(byte[] json)
    {
        var read = new InvokeModelEvent(json);
        switch (read.Type)
        {
            case "message_start" when !read.HasMessage:
                // Seen in the field: the opening comes with nothing in it. The next event makes up for it.
                return;
            case "message_start":
                _started = true;
                _toldInput = read.TellsInput;
                break;
            case "message_delta" when !read.TellsOutput || !(_toldInput || read.TellsInput):
                Release(default);
                Open();
                _held = json;
                return;
            default:
                break;
        }

        Release(read);
        if (read.Type is not ("ping" or "error"))
        {
            Open();
        }

        Write(read.Type, read.Clean());
        Failed = read.Type == "error";
    }

    /// <summary>Writes what was held back, with the counts of a later event where that has some.</summary>
    private void Release(InvokeModelEvent? counts)
    {
        if (_held is not { } held)
        {
            return;
        }

        _held = null;
        Write("message_delta", new InvokeModelEvent(held).Clean(counts));
    }

    private void Open()
    {
        if (_started)
        {
            return;
        }

        _started = true;
        var start = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(start, WireJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "message_start"u8);
            json.WriteStartObject("message"u8);
            json.WriteString("id"u8, "msg_bdrk_" + answerId);
            json.WriteString("type"u8, "message"u8);
            json.WriteString("role"u8, "assistant"u8);
            json.WriteString("model"u8, ""u8);
            json.WriteStartArray("content"u8);
            json.WriteEndArray();
            json.WriteNull("stop_reason"u8);
            json.WriteNull("stop_sequence"u8);
            json.WriteStartObject("usage"u8);
            json.WriteNumber("input_tokens"u8, 0);
            json.WriteNumber("output_tokens"u8, 0);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        Write("message_start", start.WrittenMemory);
    }

    private void Write(string type, ReadOnlyMemory<byte> json)
    {
        output.Write("event: "u8);
        foreach (var letter in type)
        {
            output.Write([char.IsAsciiLetterOrDigit(letter) ? (byte)letter : (byte)'_']);
        }

        output.Write("\ndata: "u8);
        var data = json.Span;
        int at;
        while ((at = data.IndexOfAny((byte)'\n', (byte)'\r')) >= 0)
        {
            // White space between tokens: JSON allows a line break nowhere else.
            output.Write(data[..at]);
            output.Write(" "u8);
            data = data[(at + 1)..];
        }

        output.Write(data);
        output.Write("\n\n"u8);
    }

    private void Fail(UpstreamError error)
    {
        Release(default);
        Failed = true;
        ProtocolErrors.WriteInBand(Protocol.Messages, ClientErrors.Tell(Protocol.Messages, error), new InBandPosition { Sse = true }, output);
    }
}
