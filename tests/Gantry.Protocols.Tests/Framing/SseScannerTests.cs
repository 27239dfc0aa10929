using System.Text;
using Gantry.Protocols.Framing;
using Xunit;

namespace Gantry.Protocols.Tests.Framing;

public sealed class SseScannerTests
{
    // Events as name|data, one per line; "-" is an event without data.
    [Theory]
    [InlineData("data: a\n\ndata: b\n\n", "|a\n|b")]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n", "|a\n|b")]
    [InlineData("data: a\r\rdata: b\r\r", "|a\n|b")]
    [InlineData("data: a\n\r\ndata: b\r\n\n", "|a\n|b")]
    [InlineData("data:a\n\ndata:  b\n\n", "|a\n| b")]
    [InlineData("\uFEFFdata: a\n\n", "|a")]
    [InlineData(": PROCESSING\n\ndata: a\n\n", "-\n|a")]
    [InlineData(": PROCESSING\ndata: a\n\n", "|a")]
    [InlineData("event: x\nid: 7\nretry: 10\nfoo: bar\ndata: a\n\n", "x|a")]
    [InlineData("data: a\nevent: x\n\n", "x|a")]
    [InlineData("data: a\ndata: b\ndata\n\n", "|a/b/")]
    [InlineData("data: a\r\ndata: b\r\n\r\n", "|a/b")]
    [InlineData("data\n\n", "|")]
    [InlineData("dataset: a\n\n", "-")]
    [InlineData("data: a", "|a")]
    [InlineData("data: a\n", "|a")]
    [InlineData("data: a\r", "|a")]
    [InlineData("data: a\r\n\r", "|a")]
    [InlineData("\n\ndata: a\n\n", "-\n-\n|a")]
    [InlineData("data: größe 模型\n\n", "|größe 模型")]
    [InlineData("", "")]
    [Trait("Case", "1")]
    [Trait("Case", "4")]
    [Trait("Case", "7")]
    [Trait("Case", "8")]
    public void Stream_gives_the_same_events_wherever_it_is_cut(string stream, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(stream);
        for (int cut = 0; cut <= bytes.Length; cut++) Assert.Equal(expected, Run(bytes[..cut], bytes[cut..]));
        Assert.Equal(expected, Run([.. bytes.Select(b => new[] { b })]));
    }

    [Fact]
    public void Raw_bytes_of_all_events_are_the_stream()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("data: a\r\n\r\n: c\n\nevent: x\rdata: b\r\rdata: rest");
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            var scanner = new SseScanner();
            var all = new List<byte>();
            foreach (byte[] piece in new[] { bytes[..cut], bytes[cut..] })
            {
                ReadOnlySpan<byte> rest = piece;
                while (scanner.TryRead(ref rest, out var e)) all.AddRange(e.Raw);
            }

            if (scanner.TryComplete(out var last)) all.AddRange(last.Raw);
            Assert.Equal(bytes, all);
        }
    }

    [Fact]
    public void Lone_cr_at_the_end_of_a_piece_waits_for_the_next_byte()
    {
        var scanner = new SseScanner();
        Assert.Equal(0, Count(scanner, "data: a\r\n\r"));
        Assert.False(scanner.AtBoundary);
        Assert.Equal(1, Count(scanner, "\n"));
        Assert.True(scanner.AtBoundary);
        Assert.Equal(0, Count(scanner, "data: a\r\r"));
        Assert.Equal(1, Count(scanner, "d"));
        Assert.False(scanner.AtBoundary);
    }

    [Fact]
    public void Boundary_is_known_at_any_time()
    {
        var scanner = new SseScanner();
        Assert.True(scanner.AtBoundary);
        Count(scanner, "data: a\n");
        Assert.False(scanner.AtBoundary);
        Count(scanner, "\n");
        Assert.True(scanner.AtBoundary);
        Count(scanner, ": c\n");
        Assert.False(scanner.AtBoundary);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Oversize_event_is_reported_once_and_the_next_is_read(int size)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("data: a\n\ndata: " + new string('x', 100) + "\n\ndata: b\n\n");
        var scanner = new SseScanner(largestEvent: 50);
        var seen = new List<string>();
        foreach (byte[] piece in bytes.Chunk(size))
        {
            ReadOnlySpan<byte> rest = piece;
            while (scanner.TryRead(ref rest, out var e)) seen.Add(e.IsOversize ? "oversize" : Encoding.UTF8.GetString(e.Data));
        }

        Assert.Equal(["a", "oversize", "b"], seen);
    }

    private static int Count(SseScanner scanner, string piece)
    {
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(piece);
        int count = 0;
        while (scanner.TryRead(ref rest, out _)) count++;
        return count;
    }

    private static string Run(params byte[][] pieces)
    {
        var scanner = new SseScanner();
        var events = new List<string>();
        foreach (byte[] piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            while (scanner.TryRead(ref rest, out var e)) events.Add(Show(e));
        }

        if (scanner.TryComplete(out var last)) events.Add(Show(last));
        return string.Join('\n', events);
    }

    private static string Show(in SseEvent e) =>
        e.HasData ? Encoding.UTF8.GetString(e.Name) + "|" + Encoding.UTF8.GetString(e.Data).Replace('\n', '/') : "-";
}
