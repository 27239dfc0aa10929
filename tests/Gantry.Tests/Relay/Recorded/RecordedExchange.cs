using System.Text;
using System.Text.Json;
using Gantry.Tests.Simulator;

namespace Gantry.Tests.Relay.Recorded;

/// <summary>One recorded exchange of the shared data, as far as the relay is concerned.</summary>
internal sealed record RecordedExchange(string Id, string Protocol, string Operation, string Path, byte[]? RequestBody, bool Stream, int Status, string ContentType, byte[] ResponseBody)
{
    private static readonly string[] Relayed = ["chat", "responses", "messages", "gemini", "gemini_embeddings", "embeddings", "images"];

    /// <summary>All recordings that hold the very bytes of the wire, of the protocols that have an endpoint.</summary>
    public static IReadOnlyList<RecordedExchange> All()
    {
        var found = new List<RecordedExchange>();
        foreach (var file in Directory.EnumerateFiles(Shared.Folder("recordings"), "*.json").Order(StringComparer.Ordinal))
        {
            var json = JsonElement.Parse(File.ReadAllBytes(file));
            var (protocol, operation) = (json.GetProperty("protocol").GetString()!, json.GetProperty("operation").GetString()!);
            if (json.GetProperty("fidelity").GetString() == "exact" && Relayed.Contains(protocol) && operation != "retrieve")
            {
                found.Add(Read(json, protocol, operation));
            }
        }

        return found;
    }

    /// <summary>The model that the request names, in its body or in its path.</summary>
    public string Model => Protocol.StartsWith("gemini", StringComparison.Ordinal)
        ? Path.Split("/models/")[1].Split(':')[0]
        : RequestBody is { } body && JsonElement.Parse(body).TryGetProperty("model", out var model) ? model.GetString()! : "recorded-model";

    private static RecordedExchange Read(JsonElement json, string protocol, string operation)
    {
        var (request, response) = (json.GetProperty("request"), json.GetProperty("response"));
        var path = request.GetProperty("path").GetString()!;
        var body = request.GetProperty("body");
        return new RecordedExchange(
            json.GetProperty("id").GetString()!,
            protocol,
            operation,
            Endpoint(protocol, operation, path),
            body.ValueKind == JsonValueKind.Object ? Encoding.UTF8.GetBytes(body.GetRawText()) : null,
            json.GetProperty("stream").GetBoolean(),
            response.GetProperty("status").GetInt32(),
            response.GetProperty("headers").TryGetProperty("content-type", out var type) ? type.GetString()! : "application/json",
            Encoding.UTF8.GetBytes(response.GetProperty("body").GetString()!));
    }

    private static string Endpoint(string protocol, string operation, string path) => (protocol, operation) switch
    {
        ("chat", _) => "/v1/chat/completions",
        ("responses", "count_tokens") => "/v1/responses/input_tokens",
        ("responses", _) => "/v1/responses",
        ("messages", "count_tokens") => "/v1/messages/count_tokens",
        ("messages", _) => "/v1/messages",
        ("embeddings", _) => "/v1/embeddings",
        ("images", "edits") => "/v1/images/edits",
        ("images", _) => "/v1/images/generations",
        // Vertex has a path of its own around the same last segments.
        _ => "/v1beta/models/" + path[(path.LastIndexOf("/models/", StringComparison.Ordinal) + "/models/".Length)..],
    };
}
