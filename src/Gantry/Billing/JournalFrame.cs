using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Gantry.Billing;

/// <summary>One journal entry as bytes: length of the payload (4), its CRC-32C (4), payload. Little-endian.</summary>
/// <remarks>The payload is one byte of version, then the record in the form of that version. Version 1 is UTF-8 JSON.</remarks>
internal static class JournalFrame
{
    public const int HeaderBytes = 8;

    /// <summary>No record comes near it: a larger length is damage.</summary>
    public const int MaxPayloadBytes = 1 << 20;

    const byte Version = 1;

    [ThreadStatic]
    static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    static Utf8JsonWriter? _json;

    /// <summary>The frame of a record, in a buffer of the calling thread: good until the next call on it.</summary>
    /// <exception cref="ArgumentException">The record is larger than <see cref="MaxPayloadBytes"/>.</exception>
    public static ReadOnlySpan<byte> Encode(UsageRecord record)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        buffer.GetSpan(HeaderBytes + 1)[HeaderBytes] = Version;
        buffer.Advance(HeaderBytes + 1);
        var json = _json ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.Reset(buffer);
        JsonSerializer.Serialize(json, record, UsageRecordJson.Default.UsageRecord);
        json.Flush();
        var payload = buffer.WrittenSpan[HeaderBytes..];
        if (payload.Length > MaxPayloadBytes)
        {
            _buffer = null;
            _json = null;
            throw new ArgumentException($"A usage record of {payload.Length} bytes is larger than the limit of {MaxPayloadBytes}.", nameof(record));
        }

        // ArrayBufferWriter has no way back to what was advanced over: the header is patched through the memory behind it.
        var frame = System.Runtime.InteropServices.MemoryMarshal.AsMemory(buffer.WrittenMemory).Span;
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Crc32C.Compute(payload));
        return frame;
    }

    /// <summary>Finds the frame at the start of <paramref name="bytes"/>.</summary>
    /// <returns>Its payload; empty where no whole, undamaged frame starts here.</returns>
    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= HeaderBytes)
        {
            return default;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length is <= 0 or > MaxPayloadBytes || length > bytes.Length - HeaderBytes)
        {
            return default;
        }

        var payload = bytes.Slice(HeaderBytes, length);
        return Crc32C.Compute(payload) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) ? payload : default;
    }

    /// <summary>The record of a payload; null where its version or its form is not known here.</summary>
    public static UsageRecord? Decode(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty || payload[0] != Version)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(payload[1..], UsageRecordJson.Default.UsageRecord);
        }
        catch (JsonException)
        {
            // A member or a name of a newer Gantry: the caller sets the bytes aside.
            return null;
        }
    }
}
