using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Gantry.Protocols.Framing;

namespace Gantry.Protocols.Errors;

/// <summary>Makes fields of the body of a refused request, whatever it is: JSON, events, HTML, text, compressed, nothing. The content type is not believed.</summary>
internal static partial class ErrorBody
{
    private const int LongestUnpacked = 256 * 1024;
    private const int LongestText = 2_000;

    public static ErrorFields Read(string? contentType, ReadOnlySpan<byte> body)
    {
        if (body is [0x1F, 0x8B, ..]) body = Unpack(body);
        body = Trim(body);
        if (body.IsEmpty) return new ErrorFields();
        if (body[0] is (byte)'{' or (byte)'[' or (byte)'"')
        {
            using var json = JsonTexts.Parse(body);
            if (json is not null) return ErrorEnvelope.Read(json.RootElement);
        }

        if (body.StartsWith("data:"u8) || body.StartsWith("event:"u8) || body[0] == ':') return Events(body);
        var fields = new ErrorFields();
        if (body.StartsWith("null"u8) && body.Length == 4) return fields;
        if (body[0] == '<' || contentType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true) fields.TellMessage(Title(body));
        else if (body.IndexOf((byte)0) < 0) fields.TellMessage(Text(body));
        return fields;
    }

    /// <summary>Without a byte order mark and white space at either end.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> body) =>
        (body is [0xEF, 0xBB, 0xBF, ..] ? body[3..] : body).Trim(" \t\r\n"u8);

    // A refused request for a stream may be told as one.
    private static ErrorFields Events(ReadOnlySpan<byte> body)
    {
        var scanner = new SseScanner();
        while (scanner.TryRead(ref body, out var sse) || scanner.TryComplete(out sse))
        {
            if (!sse.HasData) continue;
            using var json = JsonTexts.Parse(sse.Data);
            if (json is not null && ErrorEnvelope.Read(json.RootElement) is { Message: not null } fields) return fields;
        }

        return new ErrorFields();
    }

    private static byte[] Unpack(ReadOnlySpan<byte> body)
    {
        using var packed = new GZipStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
        var unpacked = new byte[LongestUnpacked];
        int length = 0;
        try
        {
            for (int read; length < LongestUnpacked && (read = packed.Read(unpacked, length, LongestUnpacked - length)) > 0;) length += read;
        }
        catch (InvalidDataException)
        {
            // What came out before the damage may still be the message.
            return unpacked[..length];
        }

        return unpacked[..length];
    }

    private static string? Title(ReadOnlySpan<byte> html)
    {
        string page = Encoding.UTF8.GetString(html[..Math.Min(html.Length, 16 * 1024)]);
        var title = TitleTag().Match(page);
        string text = title.Success ? title.Groups["title"].Value : Tag().Replace(Script().Replace(page, " "), " ");
        return Cut(Space().Replace(WebUtility.HtmlDecode(text), " ").Trim());
    }

    private static string Text(ReadOnlySpan<byte> body) => Cut(Encoding.UTF8.GetString(body[..Math.Min(body.Length, 4 * LongestText)]));

    private static string Cut(string text)
    {
        if (text.Length <= LongestText) return text;
        return text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)];
    }

    [GeneratedRegex("<title[^>]*>(?<title>[^<]*)</title>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TitleTag();

    [GeneratedRegex("<(?<tag>script|style)\\b.*?(?:</\\k<tag>>|$)", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Script();

    [GeneratedRegex("<[^>]*>?")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();
}
