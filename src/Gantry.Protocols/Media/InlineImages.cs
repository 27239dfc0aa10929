using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Media;

/// <summary>Finds pictures inside a JSON body that are too large for anybody, by what their headers say. No picture is decoded (reliability S-35).</summary>
public static class InlineImages
{
    /// <summary>Most pixels of one picture.</summary>
    public const long MostPixels = 100_000_000;

    /// <summary>Most bytes of one picture, outside base64.</summary>
    public const long MostBytes = 20 * 1024 * 1024;

    // So much of a careless text is cleaned to find the size: it stands behind the metadata of a JPEG at the latest.
    private const int MostCleaned = 1024 * 1024;

    /// <summary>The first picture that is too large, or null.</summary>
    /// <param name="body">A JSON body that has been read before; a byte order mark is tolerated.</param>
    public static InlineImageFault? Find(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith("\uFEFF"u8)) body = body[3..];
        var tokens = new JsonTokens(body);
        while (tokens.Read())
        {
            if (tokens.Kind == JsonTokenType.String && InlineImageMarks.Begin(tokens.Value) && Judge(tokens.Value) is { } what)
            {
                string field = JsonPath.At(body, tokens.Start);
                return new InlineImageFault(field, $"The picture in {field} {what} Send a smaller one.");
            }
        }

        return null;
    }

    private static string? Judge(ReadOnlySpan<byte> text)
    {
        bool declared = false;
        if (IsDataUrl(text))
        {
            int comma = text.IndexOf((byte)',');
            if (comma < 0) return null;
            var label = text[..comma];
            if (label.IndexOf("base64"u8) < 0 && label.IndexOf("BASE64"u8) < 0) return null;
            declared = label.IndexOf("image"u8) >= 0 || label.IndexOf("IMAGE"u8) >= 0;
            text = text[(comma + 1)..];
        }

        bool proven = MediaType.SniffBase64(text) is { } type && type.StartsWith("image/", StringComparison.Ordinal);
        if (!declared && !proven) return null;
        long bytes = text.Length / 4L * 3;
        if (bytes > MostBytes) return $"has about {bytes >> 20} MiB; at most {MostBytes >> 20} are taken.";
        if (SizeOf(text) is not { } size || (long)size.Width * size.Height <= MostPixels) return null;
        return $"measures {size.Width} x {size.Height}; at most {MostPixels / 1_000_000} megapixels are taken.";
    }

    private static ImageSize? SizeOf(ReadOnlySpan<byte> text)
    {
        if (Base64Text.IsClean(text)) return ImageHeader.Read(text, isBase64: true);
        var clean = new ArrayBufferWriter<byte>(Math.Min(text.Length, MostCleaned));
        // What does not clean to its end has been written up to there.
        Base64Text.TryClean(text[..Math.Min(text.Length, MostCleaned)], clean);
        return ImageHeader.Read(clean.WrittenSpan[..(clean.WrittenCount / 4 * 4)], isBase64: true);
    }

    private static bool IsDataUrl(ReadOnlySpan<byte> text) =>
        text[0] is (byte)'d' or (byte)'D' && System.Text.Ascii.EqualsIgnoreCase(text[..4], "data"u8);
}
