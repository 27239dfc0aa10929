namespace Gantry.Billing;

/// <summary>Walks the bytes of a segment, over damage as well.</summary>
internal static class JournalScan
{
    /// <summary>Yields entries and damage in file order, without a gap, from <paramref name="from"/> to the end.</summary>
    /// <remarks>
    /// After a broken frame the next whole one is searched byte by byte: a broken length says nothing about where the next frame starts.
    /// Text is no plausible length, so that hardly any offset costs a checksum.
    /// </remarks>
    public static IEnumerable<JournalPiece> Read(ReadOnlyMemory<byte> bytes, int from)
    {
        for (var at = Math.Min(from, bytes.Length); at < bytes.Length;)
        {
            var payload = JournalFrame.Payload(bytes.Span[at..]);
            var end = payload.IsEmpty ? NextFrame(bytes.Span, at + 1) : at + JournalFrame.HeaderBytes + payload.Length;
            yield return new JournalPiece(at, end, JournalFrame.Decode(payload), Framed: !payload.IsEmpty);
            at = end;
        }
    }

    static int NextFrame(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && JournalFrame.Payload(bytes[at..]).IsEmpty)
        {
            at++;
        }

        return at;
    }
}
