using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Tests.Simulator;

namespace Gantry.Tests.Providers;

/// <summary>One recorded exchange with a vendor that speaks OpenAI's protocols.</summary>
internal sealed record VendorRecording(string Id, string Vendor, string Protocol, string Path, JsonObject Request, int Status, string ContentType, string Response)
{
    private static readonly string[] Vendors =
        ["azure", "deepseek", "groq", "mistral", "xai", "openrouter", "ollama", "ollama_cloud", "crusoe", "perplexity", "huggingface"];

    public bool Streamed => Request["stream"]?.GetValue<bool>() == true;

    /// <summary>The answer is a stream; errors are not, though one was asked for.</summary>
    public bool IsStream => ContentType.StartsWith("text/event-stream", StringComparison.Ordinal);

    public string Model => Request["model"]!.GetValue<string>();

    /// <summary>The kind of provider that an operator names.</summary>
    public string Provider => Vendor switch
    {
        "ollama_cloud" => "ollama",
        "crusoe" or "perplexity" or "huggingface" => "openai-compatible",
        _ => Vendor,
    };

    /// <summary>What <c>base_url</c> has behind the vendor's host.</summary>
    public string Folder => Vendor switch
    {
        "openrouter" => "/api/v1",
        "groq" => "/openai/v1",
        "azure" when Path.StartsWith("/models/", StringComparison.Ordinal) => "/models",
        _ => "",
    };

    /// <summary>The version that Azure's older paths were asked in.</summary>
    public string? ApiVersion => Vendor == "azure" && Path.IndexOf("api-version=", StringComparison.Ordinal) is var at and >= 0 ? Path[(at + "api-version=".Length)..] : null;

    /// <summary>All with a request that was recorded as well.</summary>
    public static IReadOnlyList<VendorRecording> All()
    {
        var found = new List<VendorRecording>();
        foreach (var file in Directory.EnumerateFiles(Shared.Folder("recordings"), "*.json").Order(StringComparer.Ordinal))
        {
            var json = JsonElement.Parse(File.ReadAllBytes(file));
            var (request, response) = (json.GetProperty("request"), json.GetProperty("response"));
            if (Vendors.Contains(json.GetProperty("provider").GetString()) && json.GetProperty("protocol").GetString() is "chat" or "responses"
                && request.GetProperty("body") is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("model", out _))
            {
                found.Add(Read(json, request, response));
            }
        }

        return found;
    }

    private static VendorRecording Read(JsonElement json, JsonElement request, JsonElement response) => new(
        json.GetProperty("id").GetString()!,
        json.GetProperty("provider").GetString()!,
        json.GetProperty("protocol").GetString()!,
        request.GetProperty("path").GetString()!,
        JsonNode.Parse(request.GetProperty("body").GetRawText())!.AsObject(),
        response.GetProperty("status").GetInt32(),
        response.GetProperty("headers").TryGetProperty("content-type", out var type) ? type.GetString()! : "application/json",
        response.GetProperty("body").GetString()!);

    /// <summary>A gateway that has an upstream for every way in which one of the recordings was made; the model of a recording is its id.</summary>
    public static string Configuration(Uri simulator, IReadOnlyList<VendorRecording> recordings)
    {
        var address = simulator.ToString().TrimEnd('/');
        var text = new StringBuilder("upstreams:\n");
        foreach (var recording in recordings)
        {
            var options = recording.ApiVersion is { } version ? $", options: {{api_version: \"{version}\"}}" : "";
            text.AppendLine($"  - {{name: \"{recording.Id}\", provider: {recording.Provider}, speaks: [{recording.Protocol}], base_url: \"{address}{recording.Folder}\", api_keys: [{Relay.TestGateway.UpstreamKey}], allow_private_network: true{options}}}");
        }

        text.AppendLine("models:");
        foreach (var recording in recordings) text.AppendLine($"  - {{id: \"{recording.Id}\", price: {{free: true}}}}");
        text.AppendLine("groups:\n  - name: all\n    deployments:");
        foreach (var recording in recordings) text.AppendLine($"      - {{model: \"{recording.Id}\", upstream: \"{recording.Id}\", upstream_model: \"{recording.Model}\"}}");
        text.AppendLine($"accounts:\n  - {{email: test@example.com, keys: [{{name: test, secret: {Relay.TestGateway.Key}, groups: [all]}}]}}");
        return text.ToString();
    }
}
