using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gantry.Cli.Code.Clients;

/// <summary>JSON as people write it into settings: with comments and commas at ends.</summary>
internal static class LooseJson
{
    private static readonly JsonDocumentOptions Loose = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Null where it is no object.</summary>
    public static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Loose) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null where the file cannot be read, or holds no object.</summary>
    public static JsonObject? Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
