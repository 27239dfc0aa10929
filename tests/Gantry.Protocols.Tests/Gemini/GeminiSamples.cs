using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tests.Metering;
using Xunit;

namespace Gantry.Protocols.Tests.Gemini;

/// <summary>The real exchanges of this dialect, and short ways through the codec.</summary>
internal static class GeminiSamples
{
    public const string Absent = "";

    public static AnswerContext Context { get; } = new(new ChatRequest("asked")) { RequestId = "r-1", CreatedAt = DateTimeOffset.UnixEpoch };

    /// <summary>Every recording that holds a whole answer, or a stream of one.</summary>
    public static TheoryData<string> Answers(bool streamed) => Data(Recordings().Where(r => r.Status == 200 && r.Stream == streamed && r.Operation != "count_tokens").Select(r => r.Id));

    /// <summary>Every recorded and captured request, as a path below the shared folder.</summary>
    public static TheoryData<string> Requests() => Data(RequestFiles());

    public static Recording Load(string id)
    {
        if (id == Absent) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        return Recording.Load(id)!;
    }

    public static byte[] LoadRequest(string file)
    {
        if (file == Absent) Assert.Skip("The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        return Body(file)!;
    }

    public static byte[] Write(ChatRequest request, LossLog? losses = null) => Bytes(json => GeminiCodec.Instance.WriteRequest(request, json, losses ?? new LossLog()));

    public static byte[] Write(ChatAnswer answer, LossLog? losses = null) =>
        Bytes(json => GeminiCodec.Instance.WriteAnswer(answer, Context, json, losses ?? new LossLog()));

    public static ChatRequest Read(string body) => GeminiCodec.Instance.ReadRequest(Encoding.UTF8.GetBytes(body), new ChatCall("m", false));

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    public static JsonNode Json(ReadOnlySpan<byte> bytes) => JsonNode.Parse(bytes)!;

    /// <summary>Reads a stream in pieces of one size, or of sizes by chance, under the hub's grammar.</summary>
    public static AnswerAccumulator Stream(byte[] body, Func<int> nextSize)
    {
        var accumulator = new AnswerAccumulator();
        var reader = GeminiCodec.Instance.NewStreamReader(new StreamGrammar(accumulator));
        for (int at = 0; at < body.Length;)
        {
            int size = Math.Min(body.Length - at, nextSize());
            reader.Append(body.AsSpan(at, size));
            at += size;
        }

        reader.Complete();
        return accumulator;
    }

    /// <summary>Tells an answer as a stream of the dialect.</summary>
    public static byte[] WriteStream(ChatAnswer answer, bool asArray = false)
    {
        var output = new ArrayBufferWriter<byte>();
        AnswerReplay.Replay(answer, new StreamGrammar(GeminiCodec.Instance.NewStreamWriter(Context with { JsonArray = asArray }, output, new LossLog())));
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Everything that an answer says, one line a part; neighbours of a kind as one, for a stream has no bounds between them.</summary>
    public static List<string> Describe(ChatAnswer answer)
    {
        var lines = new List<string>();
        bool open = false;
        foreach (var part in answer.Parts)
        {
            string line = part switch
            {
                TextPart text => "text:" + text.Text,
                MediaPart media => $"media:{media.MediaType}:{media.Data}",
                ForeignPart foreign => $"foreign:{foreign.Type}:{JsonNode.Parse(foreign.Raw.Span)!.ToJsonString()}",
                RefusalPart refusal => "refusal:" + refusal.Text,
                ReasoningPart reasoning => "thought:" + reasoning.Text,
                ToolCallPart call => $"call:{call.Id}:{call.Name}:{Arguments(call)}:{call.Seal?.Data}",
                _ => part.ToString(),
            };
            int said = line.IndexOf(':', StringComparison.Ordinal) + 1;
            bool sealsAlone = part is ReasoningPart { Text.IsEmpty: true };
            if (open && !sealsAlone && part is not (ToolCallPart or MediaPart or ForeignPart) && lines[^1].StartsWith(line[..said], StringComparison.Ordinal)) lines[^1] += line[said..];
            else if (line.Length > said || part is ReasoningPart { Seal: not null }) lines.Add(line);
            else continue;
            open = part is not (ToolCallPart or MediaPart or ForeignPart or ReasoningPart { Seal: not null });
            if (part is ReasoningPart { Seal: { } seal }) lines[^1] += " sealed " + seal.Data;
        }

        foreach (var cited in answer.Parts.OfType<TextPart>().Where(text => !text.Citations.IsAbsent)) lines.Add("sources:" + JsonNode.Parse(cited.Citations.Span)!.ToJsonString());
        lines.Add($"{answer.StopDetail}");
        lines.Add($"{answer.StopReason} {answer.Model} {answer.Usage}");
        return lines;
    }

    private static string Arguments(ToolCallPart call)
    {
        string text = call.ArgumentsText?.ToString() ?? call.Arguments.ToString();
        return text.Length == 0 ? "{}" : JsonNode.Parse(text)!.ToJsonString();
    }

    private static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output)) write(json);
        return output.WrittenSpan.ToArray();
    }

    private static TheoryData<string> Data(IEnumerable<string> names)
    {
        var data = names.ToList();
        return data.Count == 0 ? new TheoryData<string>(Absent) : new TheoryData<string>(data);
    }

    private static IEnumerable<Recording> Recordings() =>
        Recording.Ids().Where(id => id.StartsWith("gemini-gemini-", StringComparison.Ordinal) || id.StartsWith("gemini-vertex-", StringComparison.Ordinal))
            .Select(Recording.Load).OfType<Recording>();

    private static IEnumerable<string> RequestFiles()
    {
        if (Recording.Folder is null) return [];
        string shared = Path.GetFullPath(Path.Combine(Recording.Folder, ".."));
        return Directory.EnumerateFiles(Path.Combine(shared, "recordings"), "gemini-*.json")
            .Concat(Directory.EnumerateFiles(Path.Combine(shared, "captures"), "*.json", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(shared, file))
            .Where(file => Body(file) is not null);
    }

    private static byte[]? Body(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Recording.Folder!, "..", file)));
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) return null;
        if (root.TryGetProperty("request", out var request)) root = request;
        if (!root.TryGetProperty("path", out var path) || !path.GetString()!.Contains("enerateContent", StringComparison.Ordinal)) return null;
        if (!root.TryGetProperty("body", out var body)) return null;
        string? text = body.ValueKind == JsonValueKind.String ? body.GetString() : body.ValueKind == JsonValueKind.Object ? body.GetRawText() : null;
        return text is not null && text.Contains("\"contents\"", StringComparison.Ordinal) ? Encoding.UTF8.GetBytes(text) : null;
    }
}
