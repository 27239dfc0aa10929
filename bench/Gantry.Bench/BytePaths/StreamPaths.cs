using System.Buffers;
using Gantry.Protocols.Framing;

namespace Gantry.Bench.BytePaths;

/// <summary>Watching answers pass.</summary>
internal static class StreamPaths
{
    public static IReadOnlyList<BytePath> All { get; } =
    [
        new("filter/200-events-one-a-read", 200, () => Filter(Bodies.ChatStream(200), 0)),
        new("filter/200-events-4k-reads", 200, () => Filter(Bodies.ChatStream(200), 4_096)),
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

    /// <summary>The stream in reads of a size; 0 makes one read of each event.</summary>
    internal static ReadOnlyMemory<byte>[] Reads(byte[] stream, int size)
    {
        var reads = new List<ReadOnlyMemory<byte>>();
        for (var at = 0; at < stream.Length;)
        {
            var length = size > 0 ? size : stream.AsSpan(at).IndexOf("\n\n"u8) + 2;
            length = Math.Min(length, stream.Length - at);
            reads.Add(stream.AsMemory(at, length));
            at += length;
        }

        return [.. reads];
    }
}
