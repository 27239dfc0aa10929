using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>Media types by the ending of a name or address.</summary>
internal static class FileTypes
{
    private static readonly (string Extension, string Type)[] Known =
    [
        (".pdf", "application/pdf"), (".txt", "text/plain"), (".md", "text/markdown"), (".csv", "text/csv"), (".html", "text/html"),
        (".json", "application/json"), (".xml", "application/xml"),
        (".png", "image/png"), (".jpg", "image/jpeg"), (".jpeg", "image/jpeg"), (".webp", "image/webp"), (".gif", "image/gif"),
        (".wav", "audio/wav"), (".mp3", "audio/mpeg"), (".mp4", "video/mp4"), (".mov", "video/quicktime"), (".webm", "video/webm"),
        (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ];

    /// <summary>The type of the name; empty where its ending tells none. A query behind an address is passed over.</summary>
    public static string Of(JsonText? name)
    {
        if (name is not { } token) return "";
        string text = token.ToString();
        int end = text.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        foreach (var (extension, type) in Known)
        {
            if (path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) return type;
        }

        return "";
    }

    /// <summary>The usual ending of a type, with its dot; empty where none is known.</summary>
    public static string Extension(string type)
    {
        foreach (var (extension, known) in Known)
        {
            if (known == type) return extension;
        }

        return "";
    }
}
