using Gantry.Simulator.Faults;
using Gantry.Simulator.Framing;

namespace Gantry.Simulator.Delivery;

/// <summary>Bends the bytes of a stream of server-sent events as a fault wants them.</summary>
internal static class Shape
{
    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';
    private static readonly byte[] Bom = [0xEF, 0xBB, 0xBF];

    public static IEnumerable<Frame> Apply(FaultKind fault, IEnumerable<Frame> frames) => fault switch
    {
        FaultKind.NoTerminal or FaultKind.NoEnd => frames.Where(frame => frame.Kind is not (FrameKind.Finish or FrameKind.Terminal)),
        FaultKind.NoUsage => frames.Where(frame => frame.Kind != FrameKind.Usage),
        FaultKind.Bom => frames.Prepend(new Frame(Bom, FrameKind.Preamble)),
        FaultKind.Crlf => Each(frames, bytes => Lines(bytes, [Cr, Lf])),
        FaultKind.Cr => Each(frames, bytes => Lines(bytes, [Cr])),
        FaultKind.NoSpace => Each(frames, NoSpace),
        FaultKind.NoBlanks => Each(frames, bytes => TrimBlank(bytes)),
        FaultKind.NoLastBlank => LastWithoutBlank(frames),
        FaultKind.SplitUtf8 => frames.SelectMany(Split),
        _ => frames,
    };

    private static IEnumerable<Frame> Each(IEnumerable<Frame> frames, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> change) =>
        frames.Select(frame => frame with { Bytes = change(frame.Bytes) });

    // JSON inside events holds no raw line breaks, so every one of them ends a line.
    private static ReadOnlyMemory<byte> Lines(ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> ending)
    {
        var lines = new List<byte>(bytes.Length + 8);
        foreach (var value in bytes.Span)
        {
            if (value == Cr) continue;
            if (value == Lf) lines.AddRange(ending);
            else lines.Add(value);
        }
        return lines.ToArray();
    }

    private static ReadOnlyMemory<byte> NoSpace(ReadOnlyMemory<byte> bytes)
    {
        var kept = new List<byte>(bytes.Length);
        var field = true;
        var span = bytes.Span;
        for (var index = 0; index < span.Length; index++)
        {
            kept.Add(span[index]);
            if (span[index] == Lf) field = true;
            if (!field || span[index] != (byte)':') continue;
            field = false;
            if (index + 1 < span.Length && span[index + 1] == (byte)' ') index++;
        }
        return kept.ToArray();
    }

    private static ReadOnlyMemory<byte> TrimBlank(ReadOnlyMemory<byte> bytes)
    {
        var span = bytes.Span;
        if (span.EndsWith("\r\n\r\n"u8)) return bytes[..^2];
        return span.EndsWith("\n\n"u8) ? bytes[..^1] : bytes;
    }

    private static IEnumerable<Frame> LastWithoutBlank(IEnumerable<Frame> frames)
    {
        Frame? held = null;
        foreach (var frame in frames)
        {
            if (held is { } previous) yield return previous;
            held = frame;
        }
        if (held is { } last) yield return last with { Bytes = TrimBlank(last.Bytes) };
    }

    // One write ends inside the first character of several bytes.
    private static IEnumerable<Frame> Split(Frame frame)
    {
        var at = frame.Bytes.Span.IndexOfAnyInRange((byte)0xC2, (byte)0xF4);
        if (at < 0) return [frame];
        return [new Frame(frame.Bytes[..(at + 1)], frame.Kind) { Alone = true }, frame with { Bytes = frame.Bytes[(at + 1)..], Alone = true, Kind = FrameKind.Closing }];
    }
}
