using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Reads <c>inlineData</c> and <c>fileData</c>.</summary>
internal static class GeminiMediaReader
{
    public static MediaPart ReadInline(ref GeminiCursor at)
    {
        at.ExpectObject("inlineData");
        string type = "";
        JsonText data = default;
        JsonText? file = null;
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "mimeType":
                    type = at.Text("inlineData.mimeType").ToString();
                    break;
                case "data":
                    data = at.Text("inlineData.data");
                    break;
                case "displayName":
                    file = at.Text("inlineData.displayName");
                    break;
                default:
                    at.Skip();
                    break;
            }
        }

        return new MediaPart(Kind(type)) { MediaType = type, Data = data, FileName = file };
    }

    public static MediaPart ReadFile(ref GeminiCursor at)
    {
        at.ExpectObject("fileData");
        string type = "";
        JsonText uri = default;
        JsonText? file = null;
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "mimeType":
                    type = at.Text("fileData.mimeType").ToString();
                    break;
                case "fileUri":
                    uri = at.Text("fileData.fileUri");
                    break;
                case "displayName":
                    file = at.Text("fileData.displayName");
                    break;
                default:
                    at.Skip();
                    break;
            }
        }

        var media = new MediaPart(Kind(type)) { MediaType = type, FileName = file };
        return IsAddress(uri) ? media with { Url = uri } : media with { FileId = uri };
    }

    // Files of the Files API and of Cloud Storage are the account's own; any other address can be fetched by anybody.
    private static bool IsAddress(JsonText uri)
    {
        string address = uri.ToString();
        return address.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            && !address.Contains("generativelanguage.googleapis.com/", StringComparison.OrdinalIgnoreCase);
    }

    private static MediaKind Kind(string type) =>
        type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ? MediaKind.Image
        : type.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) ? MediaKind.Audio
        : type.StartsWith("video/", StringComparison.OrdinalIgnoreCase) ? MediaKind.Video
        : MediaKind.Document;
}
