using System.Buffers;
using System.Text;
using Gantry.Protocols.Framing;
using Xunit;

namespace Gantry.Protocols.Tests.Framing;

public sealed class AwsEventStreamTests
{
    [Fact]
    public void Checksum_is_the_one_of_the_standard() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Fact]
    public void Written_frames_are_read_wherever_they_are_cut()
    {
        byte[] bytes = Frames();
        for (int cut = 0; cut <= bytes.Length; cut++) Assert.Equal("event:a={};exception:b={\"m\":1};event:c=", Run(bytes[..cut], bytes[cut..]));
        Assert.Equal("event:a={};exception:b={\"m\":1};event:c=", Run([.. bytes.Select(b => new[] { b })]));
    }

    [Fact]
    public void Any_damaged_byte_stops_the_scanner_for_good()
    {
        byte[] good = Frames();
        for (int at = 0; at < good.Length; at++)
        {
            byte[] bytes = [.. good, .. good];
            bytes[at] ^= 0x40;
            string seen = Run(bytes);
            Assert.DoesNotContain("c=", seen, StringComparison.Ordinal);
            Assert.StartsWith(seen, "event:a={};exception:b={\"m\":1};", StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Headers_of_every_type_are_stepped_over()
    {
        byte[] headers =
        [
            1, (byte)'t', 0, 1, (byte)'f', 1, 1, (byte)'b', 2, 9, 1, (byte)'s', 3, 0, 1, 1, (byte)'i', 4, 0, 0, 0, 1,
            1, (byte)'l', 5, 0, 0, 0, 0, 0, 0, 0, 1, 1, (byte)'y', 6, 0, 1, 7, 1, (byte)'d', 8, 0, 0, 0, 0, 0, 0, 0, 1,
            1, (byte)'u', 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 1, (byte)'x', 7, 0, 2, (byte)'o', (byte)'k',
        ];
        Assert.Equal("ok", Encoding.UTF8.GetString(new AwsFrame(headers, default).Header("x"u8)));
        Assert.True(new AwsFrame(headers, default).Header("z"u8).IsEmpty);
        for (int cut = 0; cut < headers.Length; cut++) Assert.True(new AwsFrame(headers.AsSpan(0, cut), default).Header("x"u8).IsEmpty);
    }

    [Fact]
    public void Frame_above_the_bound_is_refused()
    {
        var scanner = new AwsEventStreamScanner(largestFrame: 60);
        ReadOnlySpan<byte> bytes = Frames();
        Assert.False(scanner.TryRead(ref bytes, out _));
        Assert.True(scanner.IsBroken);
        Assert.False(scanner.AtBoundary);
    }

    private static byte[] Frames()
    {
        var output = new ArrayBufferWriter<byte>();
        AwsEventStreamWriter.WriteEvent(output, "a"u8, "{}"u8);
        AwsEventStreamWriter.WriteException(output, "b"u8, "{\"m\":1}"u8);
        AwsEventStreamWriter.WriteEvent(output, "c"u8, default);
        return output.WrittenSpan.ToArray();
    }

    private static string Run(params byte[][] pieces)
    {
        var scanner = new AwsEventStreamScanner();
        var seen = new List<string>();
        foreach (byte[] piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            while (scanner.TryRead(ref rest, out var frame))
            {
                string kind = Encoding.UTF8.GetString(frame.Header(":message-type"u8));
                string type = Encoding.UTF8.GetString(frame.Header(kind == "event" ? ":event-type"u8 : ":exception-type"u8));
                seen.Add($"{kind}:{type}={Encoding.UTF8.GetString(frame.Payload)}");
            }
        }

        return string.Join(';', seen) + (scanner.IsBroken && seen.Count > 0 ? ";" : "");
    }
}
