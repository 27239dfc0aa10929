using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace Gantry.Tests.Simulator;

/// <summary>Reads AWS event stream messages and checks both sums, bit by bit and apart from the code under test.</summary>
internal static class AwsFrames
{
    public static List<(Dictionary<string, string> Headers, string Payload)> Read(byte[] bytes)
    {
        var frames = new List<(Dictionary<string, string>, string)>();
        for (var rest = bytes.AsSpan(); rest.Length > 0;)
        {
            var total = (int)BinaryPrimitives.ReadUInt32BigEndian(rest);
            var headerLength = (int)BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
            Assert.Equal(Crc(rest[..8]), BinaryPrimitives.ReadUInt32BigEndian(rest[8..]));
            Assert.Equal(Crc(rest[..(total - 4)]), BinaryPrimitives.ReadUInt32BigEndian(rest[(total - 4)..]));
            frames.Add((Headers(rest.Slice(12, headerLength)), Encoding.UTF8.GetString(rest[(12 + headerLength)..(total - 4)])));
            rest = rest[total..];
        }
        return frames;
    }

    private static Dictionary<string, string> Headers(ReadOnlySpan<byte> bytes)
    {
        var headers = new Dictionary<string, string>();
        while (bytes.Length > 0)
        {
            var name = Encoding.ASCII.GetString(bytes.Slice(1, bytes[0]));
            bytes = bytes[(1 + bytes[0])..];
            Assert.Equal(7, bytes[0]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]);
            headers[name] = Encoding.UTF8.GetString(bytes.Slice(3, length));
            bytes = bytes[(3 + length)..];
        }
        return headers;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }
        return ~crc;
    }
}
