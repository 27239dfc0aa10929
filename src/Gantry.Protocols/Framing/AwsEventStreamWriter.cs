using System.Buffers;
using System.Buffers.Binary;

namespace Gantry.Protocols.Framing;

/// <summary>Writes Amazon event stream frames.</summary>
public static class AwsEventStreamWriter
{
    private const byte StringType = 7;

    /// <summary>Writes an event with a JSON payload, headed as Bedrock heads it.</summary>
    public static void WriteEvent(IBufferWriter<byte> output, ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> payload) =>
        Write(output, ":event-type"u8, eventType, "event"u8, payload);

    /// <summary>Writes an exception, the way a stream fails after status 200.</summary>
    public static void WriteException(IBufferWriter<byte> output, ReadOnlySpan<byte> exceptionType, ReadOnlySpan<byte> payload) =>
        Write(output, ":exception-type"u8, exceptionType, "exception"u8, payload);

    private static void Write(
        IBufferWriter<byte> output, ReadOnlySpan<byte> typeName, ReadOnlySpan<byte> type, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(output);
        int headers = HeaderLength(typeName, type) + HeaderLength(":content-type"u8, "application/json"u8)
            + HeaderLength(":message-type"u8, kind);
        int total = 12 + headers + payload.Length + 4;
        var frame = output.GetSpan(total)[..total];
        BinaryPrimitives.WriteInt32BigEndian(frame, total);
        BinaryPrimitives.WriteInt32BigEndian(frame[4..], headers);
        BinaryPrimitives.WriteUInt32BigEndian(frame[8..], Crc32.Of(frame[..8]));
        var rest = Header(frame[12..], typeName, type);
        rest = Header(rest, ":content-type"u8, "application/json"u8);
        rest = Header(rest, ":message-type"u8, kind);
        payload.CopyTo(rest);
        BinaryPrimitives.WriteUInt32BigEndian(frame[^4..], Crc32.Of(frame[..^4]));
        output.Advance(total);
    }

    private static int HeaderLength(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => 4 + name.Length + value.Length;

    private static Span<byte> Header(Span<byte> destination, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        destination[0] = checked((byte)name.Length);
        name.CopyTo(destination[1..]);
        destination[1 + name.Length] = StringType;
        BinaryPrimitives.WriteUInt16BigEndian(destination[(2 + name.Length)..], checked((ushort)value.Length));
        value.CopyTo(destination[(4 + name.Length)..]);
        return destination[(4 + name.Length + value.Length)..];
    }
}
