using System.Text;
using Gantry.Protocols.Json;
using Microsoft.Net.Http.Headers;

namespace Gantry.Relay;

/// <summary>Finds the <c>model</c> field of a multipart body and where its value stands; every other byte is left alone (RFC 7578).</summary>
internal static class MultipartPeek
{
    private const int LongestHeaders = 16 * 1024;

    /// <summary>The field's value and its bytes, or null where the body has no such field or is no multipart of this content type. A field
    /// that stands there twice is told as repeated: parsers disagree on which of the two counts.</summary>
    public static (string Model, ByteRange Range, bool Repeated)? FindModel(string? contentType, ReadOnlySpan<byte> body)
    {
        if (Boundary(contentType) is not { } boundary)
        {
            return null;
        }

        ReadOnlySpan<byte> delimiter = Encoding.ASCII.GetBytes($"\r\n--{boundary}");
        (string Model, ByteRange Range, bool Repeated)? found = null;
        // The first delimiter has no line break before it.
        var at = body.StartsWith(delimiter[2..]) ? delimiter.Length - 2 : Next(body, 0, delimiter);
        while (at >= 0 && !body[at..].StartsWith("--"u8))
        {
            var headersAt = at + 2;
            if (headersAt > body.Length)
            {
                return found;
            }

            var window = body.Slice(headersAt, Math.Min(LongestHeaders, body.Length - headersAt));
            var headersLength = window.IndexOf("\r\n\r\n"u8);
            if (headersLength < 0)
            {
                return found;
            }

            var valueAt = headersAt + headersLength + 4;
            var end = body[valueAt..].IndexOf(delimiter);
            if (end < 0)
            {
                return found;
            }

            if (IsModel(body.Slice(headersAt, headersLength)))
            {
                if (found is { } first)
                {
                    return first with { Repeated = true };
                }

                found = (Encoding.UTF8.GetString(body.Slice(valueAt, end)), new ByteRange(valueAt, end), false);
            }

            at = valueAt + end + delimiter.Length;
        }

        return found;
    }

    private static int Next(ReadOnlySpan<byte> body, int from, ReadOnlySpan<byte> delimiter)
    {
        var found = body[from..].IndexOf(delimiter);
        return found < 0 ? -1 : from + found + delimiter.Length;
    }

    private static string? Boundary(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= 70 && Ascii.IsValid(boundary) ? boundary : null;
    }

    private static bool IsModel(ReadOnlySpan<byte> headers)
    {
        foreach (var range in headers.Split("\r\n"u8))
        {
            var line = Encoding.UTF8.GetString(headers[range]);
            var colon = line.IndexOf(':');
            if (colon > 0
                && line.AsSpan(0, colon).Trim().Equals("content-disposition", StringComparison.OrdinalIgnoreCase)
                && ContentDispositionHeaderValue.TryParse(line[(colon + 1)..], out var disposition)
                && HeaderUtilities.RemoveQuotes(disposition.Name).Equals("model", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
