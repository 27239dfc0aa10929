using System.Buffers;
using Gantry.Protocols;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Metering;

namespace Gantry.Bench.BytePaths;

/// <summary>Watching answers pass.</summary>
internal static class StreamPaths
{
    public static IReadOnlyList<BytePath> All { get; } =
    [
        new("filter/200-events-one-a-read", 200, () => Filter(Bodies.ChatStream(200), 0)),
        new("filter/200-events-4k-reads", 200, () => Filter(Bodies.ChatStream(200), 4_096)),
        .. Dialect.All.Select(dialect => new BytePath($"meter/{dialect.Name}-200-events", 200, () => Meter(dialect, 0))),
        .. Dialect.All.Select(dialect => new BytePath($"meter/{dialect.Name}-200-events-4k-reads", 200, () => Meter(dialect, 4_096))),
    ];

    static BytePathRun Filter(byte[] stream, int readSize)
    {
        var output = new ArrayBufferWriter<byte>(stream.Length);
        var reads = Reads(stream, readSize);
        return new(() =>
        {
            var filter = new UsageChunkFilter();
            output.ResetWrittenCount();
            foreach (var read in reads)
            {
                filter.Filter(read.Span, output);
            }

            filter.Complete(output);
            if (filter.Removed != 1)
            {
                throw new InvalidOperationException("The usage chunk was not found.");
            }
        });
    }

    static BytePathRun Meter(Dialect dialect, int readSize)
    {
        var reads = Reads(dialect.Stream(200), readSize);
        return new(() =>
        {
            var meter = ResponseMeters.For(dialect.Protocol, Operation.Chat, ResponseFraming.Sse, MeterQuirks.None);
            foreach (var read in reads)
            {
                meter.Append(read.Span);
            }

            meter.Complete();
            if (!meter.Reading.TerminalSeen || meter.Reading.Usage is null)
            {
                throw new InvalidOperationException("The meter has not read the stream.");
            }
        });
    }

    /// <summary>The stream in reads of a size; 0 makes one read of each event.</summary>
    static ReadOnlyMemory<byte>[] Reads(byte[] stream, int size)
    {
        var reads = new List<ReadOnlyMemory<byte>>();
        for (var at = 0; at < stream.Length;)
        {
            var length = size > 0 ? size : EventLength(stream.AsSpan(at));
            length = Math.Min(length, stream.Length - at);
            reads.Add(stream.AsMemory(at, length));
            at += length;
        }

        return [.. reads];
    }

    static int EventLength(ReadOnlySpan<byte> stream)
    {
        var (lf, crlf) = (stream.IndexOf("\n\n"u8), stream.IndexOf("\r\n\r\n"u8));
        return lf >= 0 ? lf + 2 : crlf + 4;
    }
}
