using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Gantry.Billing;

/// <summary>One journal entry as bytes: length of the payload (4), its CRC-32C (4), payload. Little-endian.</summary>
/// <remarks>The payload is one byte of <see cref="JournalKind"/>, then a record as UTF-8 JSON or a progress in its packed form.</remarks>
internal static class JournalFrame
{
    public const int HeaderBytes = 8;

    /// <summary>No record comes near it: a larger length is damage.</summary>
    public const int MaxPayloadBytes = 1 << 20;

    [ThreadStatic]
    static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    static Utf8JsonWriter? _json;

    /// <summary>The frame of a record, in a buffer of the calling thread: good until the next call on it.</summary>
    /// <exception cref="ArgumentException">The record is larger than <see cref="MaxPayloadBytes"/>.</exception>
    public static ReadOnlySpan<byte> Encode(UsageRecord record, JournalKind kind = JournalKind.Finished)
    {
        var buffer = Begin(kind);
        var json = _json ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.Reset(buffer);
        UsageRecordWriting.Write(json, record);
        json.Flush();
        return Seal(buffer);
    }

    /// <summary>The frame of a progress, as <see cref="Encode(UsageRecord, JournalKind)"/>.</summary>
    public static ReadOnlySpan<byte> Encode(in UsageProgress progress)
    {
        var buffer = Begin(JournalKind.Progress);
        buffer.Advance(JournalProgress.Write(progress, buffer.GetSpan(JournalProgress.Room(progress.RequestId))));
        return Seal(buffer);
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

    /// <summary>What a payload says; of kind none where its kind or its form is not known here.</summary>
    public static JournalPayload Decode(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return default;
        }

        var kind = (JournalKind)payload[0];
        switch (kind)
        {
            case JournalKind.Finished or JournalKind.Dispatched:
                return Record(payload[1..]) is { } record ? new JournalPayload(kind, record) : default;
            case JournalKind.Progress:
                return JournalProgress.Read(payload[1..]) is { } progress ? new JournalPayload(kind, Record: null, progress) : default;
            default:
                return default;
        }
    }

    static UsageRecord? Record(ReadOnlySpan<byte> json)
    {
        try
        {
            // A trail that is not there, as in entries of former versions, is read as no array at all.
            var record = JsonSerializer.Deserialize(json, UsageRecordJson.Default.UsageRecord);
            return record is { Trail.IsDefault: true } ? record with { Trail = [] } : record;
        }
        catch (JsonException)
        {
            // A member or a name of a newer Gantry: the caller sets the bytes aside.
            return null;
        }
    }

    static ArrayBufferWriter<byte> Begin(JournalKind kind)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        buffer.GetSpan(HeaderBytes + 1)[HeaderBytes] = (byte)kind;
        buffer.Advance(HeaderBytes + 1);
        return buffer;
    }

    static ReadOnlySpan<byte> Seal(ArrayBufferWriter<byte> buffer)
    {
        var payload = buffer.WrittenSpan[HeaderBytes..];
        if (payload.Length > MaxPayloadBytes)
        {
            _buffer = null;
            _json = null;
            throw new ArgumentException($"A journal entry of {payload.Length} bytes is larger than the limit of {MaxPayloadBytes}.", nameof(buffer));
        }

        // ArrayBufferWriter has no way back to what was advanced over: the header is patched through the memory behind it.
        var frame = System.Runtime.InteropServices.MemoryMarshal.AsMemory(buffer.WrittenMemory).Span;
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Crc32C.Compute(payload));
        return frame;
    }
}
