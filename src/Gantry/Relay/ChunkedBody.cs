using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Gantry.Relay;

/// <summary>
/// The framing of a streamed body on HTTP/1.1, written by the gateway: the server writes none of its own once <c>Transfer-Encoding</c> is
/// set, and only so can fields follow the body. One write is one chunk. Nothing is allocated but the trailer itself.
/// </summary>
/// <remarks>RFC 9112 §7.1. Whoever has begun such a body ends it with <see cref="End"/> or cuts the connection: the server would wait, and the client with it.</remarks>
internal static class ChunkedBody
{
    // Eight hexadecimal digits and a line break.
    private const int LongestHead = 10;

    private static ReadOnlySpan<byte> LineBreak => "\r\n"u8;

    /// <summary>Whether the connection leaves the framing to the gateway: HTTP/1.1 to a client, no turn of a WebSocket.</summary>
    public static bool Fits(HttpContext http) =>
        HttpProtocol.IsHttp11(http.Request.Protocol) && http.Features.Get<IHttpResponseTrailersFeature>() is null && http.Features.Get<SocketTurn>() is null;

    /// <summary>Announces the framing and the fields that will follow. Before anything is sent.</summary>
    /// <param name="response">Must have no length.</param>
    /// <param name="trailers">Names, separated by commas.</param>
    public static void Begin(HttpResponse response, string trailers)
    {
        response.Headers.TransferEncoding = "chunked";
        response.Headers.Trailer = trailers;
    }

    /// <summary>One chunk, unless it is empty: an empty one would be the last. The caller flushes.</summary>
    public static void Write(PipeWriter body, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        var head = body.GetSpan(LongestHead);
        bytes.Length.TryFormat(head, out var digits, "x", CultureInfo.InvariantCulture);
        LineBreak.CopyTo(head[digits..]);
        body.Advance(digits + LineBreak.Length);
        body.Write(bytes);
        body.Write(LineBreak);
    }

    /// <summary>The last chunk and the fields behind it. Nothing may be written after it. The caller flushes: the server would keep it until its next answer.</summary>
    /// <param name="body">The client's side.</param>
    /// <param name="fields">Complete lines, each with its line break; empty for none.</param>
    public static void End(PipeWriter body, string fields)
    {
        body.Write("0\r\n"u8);
        Encoding.ASCII.GetBytes(fields, body);
        body.Write(LineBreak);
    }
}
