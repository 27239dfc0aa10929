using Gantry.Protocols.Hub;
using Gantry.Protocols.Media;

namespace Gantry.Protocols.Converse;

/// <summary>The words for the formats of media, and the media types that they stand for.</summary>
internal static class ConverseFormats
{
    private static readonly (string Format, string Type)[] Known =
    [
        ("png", "image/png"), ("jpeg", "image/jpeg"), ("gif", "image/gif"), ("webp", "image/webp"),
        ("pdf", "application/pdf"), ("csv", "text/csv"), ("html", "text/html"), ("txt", "text/plain"), ("md", "text/markdown"),
        ("doc", "application/msword"), ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xls", "application/vnd.ms-excel"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("mkv", "video/x-matroska"), ("mov", "video/quicktime"), ("mp4", "video/mp4"), ("webm", "video/webm"), ("flv", "video/x-flv"),
        ("mpeg", "video/mpeg"), ("wmv", "video/x-ms-wmv"), ("three_gp", "video/3gpp"),
        ("mp3", "audio/mpeg"),
    ];

    /// <summary>The media type of a format.</summary>
    public static string Type(MediaKind kind, string format)
    {
        foreach (var (known, type) in Known)
        {
            if (known == format && IsOf(kind, type)) return type;
        }

        return $"{Family(kind)}/{format}";
    }

    /// <summary>The format of a media type; null where the type is not known. Every document of text is plain text here, if it is nothing nearer.</summary>
    public static string? Format(MediaKind kind, string type)
    {
        foreach (var (format, known) in Known)
        {
            if (known == type && IsOf(kind, known)) return format;
        }

        if (kind == MediaKind.Document && MediaType.Kind(type) == MediaKinds.Text) return "txt";
        int slash = type.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 || slash == type.Length - 1 ? null : type[(slash + 1)..];
    }

    private static bool IsOf(MediaKind kind, string type) =>
        kind == MediaKind.Document ? type.StartsWith("application/", StringComparison.Ordinal) || type.StartsWith("text/", StringComparison.Ordinal) : type.StartsWith(Family(kind), StringComparison.Ordinal);

    private static string Family(MediaKind kind) => kind switch
    {
        MediaKind.Image => "image",
        MediaKind.Audio => "audio",
        MediaKind.Video => "video",
        _ => "application",
    };
}
