using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Gantry.Protocols.Json;

/// <summary>Reads a request body once, keeps what the gateway needs and refuses what parsers could read in two ways.</summary>
/// <remarks>Bounds follow reliability S-36. Duplicate names below the top level are left alone: upstreams accept them.</remarks>
public static class RequestPeek
{
    /// <summary>Deepest nesting of objects and arrays, the outermost object included.</summary>
    public const int MaxDepth = 64;

    /// <summary>Most members of one object.</summary>
    public const int MaxProperties = 10_000;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a body that lies in one piece.</summary>
    /// <param name="body">The whole decoded body; a byte order mark is tolerated.</param>
    /// <param name="modelRequired">False where the model stands in the path (Gemini, Converse) or has a default.</param>
    /// <param name="facts">What was found; nothing when refused.</param>
    /// <param name="rejection">Why the body is refused; null when it is not.</param>
    /// <returns>True when the body may be sent on.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> body, bool modelRequired,
        out RequestFacts facts,
        [NotNullWhen(false)] out RequestRejection? rejection)
    {
        int start = body.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        var walk = new RequestWalk(body[start..], start, modelRequired, stackalloc int[MaxDepth + 2], stackalloc ulong[32]);
        return walk.Run(out facts, out rejection);
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, bool, out RequestFacts, out RequestRejection?)"/>
    public static bool TryRead(
        in ReadOnlySequence<byte> body, bool modelRequired,
        out RequestFacts facts,
        [NotNullWhen(false)] out RequestRejection? rejection)
    {
        if (body.IsSingleSegment) return TryRead(body.FirstSpan, modelRequired, out facts, out rejection);
        byte[] whole = ArrayPool<byte>.Shared.Rent(checked((int)body.Length));
        try
        {
            body.CopyTo(whole);
            return TryRead(whole.AsSpan(0, (int)body.Length), modelRequired, out facts, out rejection);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }
}
