using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Messages;

/// <summary>Real Messages traffic: recordings (Anthropic's own and Claude on Bedrock) and captured requests of clients.</summary>
internal static class MessagesSamples
{
    public const string Absent = "The shared recordings are not at hand.";

    public static readonly ChatCall Call = new("claude", null);

    public static AnswerContext Context { get; } = new(new ChatRequest("claude"))
    {
        RequestId = "r1",
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Names of files below the shared folder that hold a request.</summary>
    public static TheoryData<string> Requests() => Data(Recordings(_ => true).Concat(Captures()).Where(name => Request(name) is not null));

    public static TheoryData<string> Answers() => Data(Recordings(row => !row.GetProperty("stream").GetBoolean()).Where(IsAnswer));

    public static TheoryData<string> Streams() => Data(Recordings(row => row.GetProperty("stream").GetBoolean()).Where(IsAnswer));

    /// <summary>The body of the request; null where it was not recorded, or was refused as malformed.</summary>
    public static byte[]? Request(string name)
    {
        using var file = Open(name);
        var root = file.RootElement;
        if (root.GetProperty("response").GetProperty("status").GetInt32() == 400) return null;
        if (root.TryGetProperty("request", out var request)) root = request;
        return root.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object ? Encoding.UTF8.GetBytes(body.GetRawText()) : null;
    }

    public static Recording Answer(string name) => Recording.Load(Path.GetFileNameWithoutExtension(name))!;

    /// <summary>The events of a stream as they would stand on the wire of Anthropic: Bedrock's come in frames.</summary>
    public static byte[] Stream(Recording recording)
    {
        if (recording.Protocol != "invoke") return recording.Body;
        var text = new StringBuilder();
        foreach (var step in UsageOracle.Documents(recording)) text.Append("data: ").Append(step.GetRawText()).Append("\n\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static bool IsAnswer(string name)
    {
        var recording = Recording.Load(Path.GetFileNameWithoutExtension(name));
        return recording is { Status: 200, Operation: not "count_tokens" };
    }

    private static IEnumerable<string> Recordings(Func<JsonElement, bool> wanted)
    {
        if (Recording.Folder is null) yield break;
        foreach (string line in File.ReadLines(Path.Combine(Recording.Folder, "manifest.jsonl")))
        {
            using var row = JsonDocument.Parse(line);
            if (row.RootElement.GetProperty("protocol").GetString() is not ("messages" or "invoke")) continue;
            if (row.RootElement.GetProperty("fidelity").GetString() is not ("exact" or "reserialised") || !wanted(row.RootElement)) continue;
            yield return "recordings/" + row.RootElement.GetProperty("id").GetString() + ".json";
        }
    }

    private static IEnumerable<string> Captures()
    {
        if (Recording.Folder is null) yield break;
        string root = Path.GetFullPath(Path.Combine(Recording.Folder, ".."));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(root, "captures"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var capture = JsonDocument.Parse(File.ReadAllBytes(file));
            if (capture.RootElement.ValueKind != JsonValueKind.Object || !capture.RootElement.TryGetProperty("path", out var path)) continue;
            if (path.GetString() is "/v1/messages" or "/v1/messages/count_tokens") yield return Path.GetRelativePath(root, file);
        }
    }

    private static JsonDocument Open(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Recording.Folder!, "..", name)));

    // A theory without rows fails; one empty row is skipped with a reason.
    private static TheoryData<string> Data(IEnumerable<string> names)
    {
        var data = new TheoryData<string>(names);
        if (Recording.Folder is null) data.Add("");
        return data;
    }
}
