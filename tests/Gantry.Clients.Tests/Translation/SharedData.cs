using System.Text;
using System.Text.Json;
using Gantry.Clients.Tests.Processes;
using Gantry.Protocols;
using Xunit;

namespace Gantry.Clients.Tests.Translation;

/// <summary>The collection of real exchanges and captured requests beside the repository.</summary>
internal static class SharedData
{
    private static readonly string? Folder = Find();

    /// <summary>Every exchange in a protocol of chat whose bytes are true; skips the running test where the collection is absent.</summary>
    public static IEnumerable<RecordedExchange> Recordings() => Files("recordings").Select(Read).OfType<RecordedExchange>();

    /// <summary>Every request of a client or of a recording that asks for an answer, with the protocol and the model that its address tells.</summary>
    public static IEnumerable<SampleRequest> Requests()
    {
        foreach (var exchange in Recordings())
        {
            if (exchange is { Status: < 300, Request: not null }) yield return new SampleRequest(exchange.Id, exchange.Protocol, exchange.Model, exchange.Request);
        }

        foreach (string file in Files("captures").Where(file => char.IsAsciiDigit(Path.GetFileName(file)[0])))
        {
            using var capture = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = capture.RootElement;
            if (!root.TryGetProperty("path", out var path) || !root.TryGetProperty("body", out var body) || body.ValueKind != JsonValueKind.Object) continue;
            if (ByPath(path.GetString()!) is not { } protocol) continue;
            string name = Path.GetRelativePath(Path.Combine(Folder!, "captures"), file);
            yield return new SampleRequest(name, protocol, Model(path.GetString()!, body), Encoding.UTF8.GetBytes(body.GetRawText()));
        }
    }

    private static IEnumerable<string> Files(string kind)
    {
        Assert.SkipWhen(Folder is null, "The shared recordings are not beside the repository and GANTRY_SHARED does not name them.");
        return Directory.EnumerateFiles(Path.Combine(Folder!, kind), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
    }

    private static RecordedExchange? Read(string path)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = file.RootElement;
        if (root.GetProperty("fidelity").GetString() is not ("exact" or "reserialised")) return null;
        if (ByName(root.GetProperty("protocol").GetString()!) is not { } protocol) return null;
        if (root.GetProperty("operation").GetString() is not ("create" or "generate" or "retrieve")) return null;
        var request = root.GetProperty("request");
        var asked = request.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object ? body : default;
        var response = root.GetProperty("response");
        return new RecordedExchange
        {
            Id = root.GetProperty("id").GetString()!,
            Protocol = protocol,
            Stream = root.GetProperty("stream").GetBoolean(),
            Status = response.GetProperty("status").GetInt32(),
            Headers = response.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.ToString()),
            Model = Model(request.GetProperty("path").GetString()!, asked),
            Request = asked.ValueKind == JsonValueKind.Object ? Encoding.UTF8.GetBytes(asked.GetRawText()) : null,
            Body = Body(response),
        };
    }

    private static byte[] Body(JsonElement response)
    {
        if (response.TryGetProperty("body_base64", out var binary)) return binary.GetBytesFromBase64();
        var body = response.GetProperty("body");
        return Encoding.UTF8.GetBytes(body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText());
    }

    private static Protocol? ByName(string name) => name switch
    {
        "chat" => Protocol.Chat,
        "responses" => Protocol.Responses,
        "messages" => Protocol.Messages,
        "gemini" => Protocol.Gemini,
        "converse" => Protocol.Converse,
        _ => null,
    };

    private static Protocol? ByPath(string path) =>
        path.EndsWith("/chat/completions", StringComparison.Ordinal) ? Protocol.Chat
        : path.EndsWith("/responses", StringComparison.Ordinal) ? Protocol.Responses
        : path.EndsWith("/messages", StringComparison.Ordinal) ? Protocol.Messages
        : path.EndsWith(":generateContent", StringComparison.Ordinal) || path.EndsWith(":streamGenerateContent", StringComparison.Ordinal) ? Protocol.Gemini
        : null;

    // In the body, or in the path as /models/NAME:verb (Gemini) and /model/NAME/verb (Converse).
    private static string Model(string path, JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Object && body.TryGetProperty("model", out var named)) return named.GetString()!;
        int at = path.IndexOf("/models/", StringComparison.Ordinal);
        if (at >= 0) return path[(at + 8)..].Split(':')[0];
        at = path.IndexOf("/model/", StringComparison.Ordinal);
        return at >= 0 ? Uri.UnescapeDataString(path[(at + 7)..].Split('/')[0]) : "";
    }

    private static string? Find()
    {
        string beside = Path.Combine(InstalledClients.Root, "..", "shared");
        if (Directory.Exists(Path.Combine(beside, "recordings"))) return Path.GetFullPath(beside);
        string? named = Environment.GetEnvironmentVariable("GANTRY_SHARED");
        return named is not null && Directory.Exists(Path.Combine(named, "recordings")) ? named : null;
    }
}
