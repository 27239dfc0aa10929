using System.Text;

namespace Gantry.Protocols.Media;

/// <summary>Media types: what the first bytes prove, how labels are spelled, what sort of media they name.</summary>
public static class MediaType
{
    /// <summary>Bytes from the beginning that <see cref="Sniff"/> looks at.</summary>
    public const int SniffedBytes = 48;

    /// <summary>The type that the first bytes of a file prove; null where they prove none.</summary>
    public static string? Sniff(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => "image/gif",
        [(byte)'B', (byte)'M', _, _, _, _, 0, 0, 0, 0, ..] => "image/bmp",
        [(byte)'I', (byte)'I', 0x2A, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A, ..] => "image/tiff",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => "application/pdf",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, .. var form] => Riff(form),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', .. var brand] => Iso(brand),
        [(byte)'F', (byte)'O', (byte)'R', (byte)'M', _, _, _, _, (byte)'A', (byte)'I', (byte)'F', (byte)'F' or (byte)'C', ..] => "audio/aiff",
        [(byte)'I', (byte)'D', (byte)'3', ..] => "audio/mpeg",
        [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => "audio/flac",
        [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => "audio/ogg",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => head.IndexOf("matroska"u8) >= 0 ? "video/x-matroska" : "video/webm",
        [0xFF, var frame, ..] when (frame & 0xF6) == 0xF0 => "audio/aac",
        [0xFF, var frame, ..] when (frame & 0xE0) == 0xE0 && (frame & 0x06) != 0 => "audio/mpeg",
        [0, 0, 1, 0xBA or 0xB3, ..] => "video/mpeg",
        _ => head.TrimStart(" \t\r\n"u8).StartsWith("<svg"u8) ? "image/svg+xml" : null,
    };

    /// <summary>The type that the first bytes of base64 prove, which may be as clients write it; null where they prove none.</summary>
    internal static string? SniffBase64(ReadOnlySpan<byte> escaped)
    {
        Span<byte> head = stackalloc byte[SniffedBytes];
        return Sniff(head[..Base64Text.DecodeHead(escaped, head)]);
    }

    /// <summary>The type to hand on: vendors refuse a label that the bytes belie.</summary>
    /// <param name="declared">Canonical; empty where there is no label or it says nothing.</param>
    /// <param name="proven">What the first bytes prove; null where they prove none.</param>
    internal static string Reconcile(string declared, string? proven)
    {
        if (proven is null) return declared;

        // Containers hold sound or pictures: their first bytes do not say which, a label does.
        bool isContainer = proven is "video/mp4" or "video/webm" or "video/x-matroska" or "audio/ogg";
        return isContainer && Kind(declared) is (MediaKinds.Audio or MediaKinds.Video) ? declared : proven;
    }

    /// <summary>A label in the spelling that vendors check for: lower case, no parameters, no aliases. Empty for a label that says nothing.</summary>
    public static string Canonical(ReadOnlySpan<byte> label)
    {
        int end = label.IndexOf((byte)';');
        if (end >= 0) label = label[..end];
        string name = Encoding.ASCII.GetString(label.Trim(" \t"u8)).ToLowerInvariant();
        return name switch
        {
            "image/jpg" or "image/pjpeg" => "image/jpeg",
            "image/x-png" => "image/png",
            "audio/mp3" or "audio/x-mp3" or "audio/x-mpeg" => "audio/mpeg",
            "audio/x-wav" or "audio/wave" or "audio/vnd.wave" => "audio/wav",
            "audio/x-flac" => "audio/flac",
            "audio/x-aac" or "audio/aacp" => "audio/aac",
            "audio/x-aiff" => "audio/aiff",
            "audio/m4a" or "audio/x-m4a" => "audio/mp4",
            "application/x-pdf" => "application/pdf",
            "video/mov" => "video/quicktime",
            "application/octet-stream" or "binary/octet-stream" => "",
            _ when !name.Contains('/', StringComparison.Ordinal) => "",
            _ => name,
        };
    }

    /// <summary>What sort of media a canonical type names; none where no protocol has a place for it.</summary>
    public static MediaKinds Kind(string canonical)
    {
        ArgumentNullException.ThrowIfNull(canonical);
        return canonical switch
        {
            "application/pdf" => MediaKinds.Pdf,
            "application/json" or "application/xml" or "application/x-yaml" or "application/yaml" or "application/javascript" or "application/x-javascript"
                or "application/rtf" or "application/x-python" or "application/typescript" => MediaKinds.Text,
            "application/msword" or "application/vnd.ms-excel" or "application/vnd.ms-powerpoint" => MediaKinds.Office,
            _ when canonical.StartsWith("image/", StringComparison.Ordinal) => MediaKinds.Image,
            _ when canonical.StartsWith("text/", StringComparison.Ordinal) => MediaKinds.Text,
            _ when canonical.StartsWith("audio/", StringComparison.Ordinal) => MediaKinds.Audio,
            _ when canonical.StartsWith("video/", StringComparison.Ordinal) => MediaKinds.Video,
            _ when canonical.StartsWith("application/vnd.openxmlformats-officedocument.", StringComparison.Ordinal) => MediaKinds.Office,
            _ => MediaKinds.None,
        };
    }

    private static string? Riff(ReadOnlySpan<byte> form) => form switch
    {
        [(byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        [(byte)'W', (byte)'A', (byte)'V', (byte)'E', ..] => "audio/wav",
        [(byte)'A', (byte)'V', (byte)'I', (byte)' ', ..] => "video/x-msvideo",
        _ => null,
    };

    private static string? Iso(ReadOnlySpan<byte> brand) => brand switch
    {
        [(byte)'h', (byte)'e', (byte)'i' or (byte)'v', ..] => "image/heic",
        [(byte)'m', (byte)'i', (byte)'f', (byte)'1', ..] or [(byte)'m', (byte)'s', (byte)'f', (byte)'1', ..] => "image/heif",
        [(byte)'a', (byte)'v', (byte)'i', (byte)'f' or (byte)'s', ..] => "image/avif",
        [(byte)'M', (byte)'4', (byte)'A' or (byte)'B', ..] => "audio/mp4",
        [(byte)'q', (byte)'t', (byte)' ', (byte)' ', ..] => "video/quicktime",
        [(byte)'3', (byte)'g', ..] => "video/3gpp",
        [_, _, _, _, ..] => "video/mp4",
        _ => null,
    };
}
