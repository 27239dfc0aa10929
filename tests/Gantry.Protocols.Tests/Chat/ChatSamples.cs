using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Tests.Metering;

namespace Gantry.Protocols.Tests.Chat;

/// <summary>What real vendors and clients have said in this dialect.</summary>
internal static class ChatSamples
{
    /// <summary>Name and body of every answer with status 2xx.</summary>
    public static IEnumerable<(string Name, byte[] Body)> Answers(bool stream)
    {
        foreach (string id in Recording.Ids())
        {
            if (!id.StartsWith("chat-", StringComparison.Ordinal) || Recording.Load(id) is not { Status: >= 200 and < 300 } recording) continue;
            if (recording.Stream == stream) yield return (id, recording.Body);
        }
    }

    /// <summary>Name and body of every request that was accepted, of recordings and of captures.</summary>
    public static IEnumerable<(string Name, byte[] Body)> Requests()
    {
        foreach (string file in Directory.EnumerateFiles(Recording.Folder!, "chat-*.json").Order(StringComparer.Ordinal))
        {
            var recording = JsonNode.Parse(File.ReadAllBytes(file))!;
            var request = recording["request"]!;
            if (recording["response"]!["status"]!.GetValue<int>() < 300 && Body(request["body"]) is { } body) yield return (Path.GetFileName(file), body);
        }

        string captures = Path.Combine(Recording.Folder!, "..", "captures");
        foreach (string file in Directory.EnumerateFiles(captures, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (JsonNode.Parse(File.ReadAllBytes(file)) is not JsonObject capture) continue;
            bool isChat = capture["path"]?.ToString().EndsWith("/chat/completions", StringComparison.Ordinal) is true;
            if (isChat && Body(capture["body"]) is { } body) yield return (Path.GetRelativePath(captures, file), body);
        }
    }

    private static byte[]? Body(JsonNode? body) => body switch
    {
        JsonObject value => Encoding.UTF8.GetBytes(value.ToJsonString()),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => Encoding.UTF8.GetBytes(text.GetValue<string>()),
        _ => null,
    };
}
