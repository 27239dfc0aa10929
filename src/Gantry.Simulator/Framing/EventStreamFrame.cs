using System.Buffers.Binary;
using System.Text;

namespace Gantry.Simulator.Framing;

/// <summary>Encodes one message of the AWS binary event stream (<c>application/vnd.amazon.eventstream</c>).</summary>
/// <remarks>
/// Total length, header length, CRC of those eight bytes, headers, payload, CRC of all before; every number is big-endian. A header is
/// name length (1), name, type 7 (string), value length (2), value.
/// </remarks>
internal static class EventStreamFrame
{
    private const int PreludeLength = 12;
    private const int TrailerLength = 4;
    private const byte StringType = 7;

    public static byte[] Event(string type, string json) => Encode(json,
        (":event-type", type), (":content-type", "application/json"), (":message-type", "event"));

    public static byte[] Exception(string type, string json) => Encode(json,
        (":exception-type", type), (":content-type", "application/json"), (":message-type", "exception"));

    private static byte[] Encode(string json, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var payload = Encoding.UTF8.GetBytes(json);
        var headerLength = 0;
        foreach (var (name, value) in headers) headerLength += 1 + name.Length + 1 + 2 + value.Length;

        var frame = new byte[PreludeLength + headerLength + payload.Length + TrailerLength];
        BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)frame.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)headerLength);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), Crc32.Of(frame.AsSpan(0, 8)));

        var rest = frame.AsSpan(PreludeLength);
        foreach (var (name, value) in headers)
        {
            rest[0] = (byte)name.Length;
            Encoding.ASCII.GetBytes(name, rest[1..]);
            rest = rest[(1 + name.Length)..];
            rest[0] = StringType;
            BinaryPrimitives.WriteUInt16BigEndian(rest[1..], (ushort)value.Length);
            Encoding.ASCII.GetBytes(value, rest[3..]);
            rest = rest[(3 + value.Length)..];
        }
        payload.CopyTo(rest);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(frame.Length - TrailerLength), Crc32.Of(frame.AsSpan(0, frame.Length - TrailerLength)));
        return frame;
    }
}
