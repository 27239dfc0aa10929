namespace Gantry.Protocols.Json;

/// <summary>A body as the pieces it is sent in.</summary>
/// <param name="Segments">The pieces in order, none of them empty; they share memory with the original body.</param>
/// <param name="Length">Their total length in bytes: the new <c>Content-Length</c>.</param>
public readonly record struct SplicedBody(IReadOnlyList<ReadOnlyMemory<byte>> Segments, long Length)
{
    /// <summary>All pieces in one array.</summary>
    public byte[] ToArray()
    {
        var all = new byte[Length];
        int at = 0;
        foreach (var segment in Segments)
        {
            segment.Span.CopyTo(all.AsSpan(at));
            at += segment.Length;
        }

        return all;
    }
}
