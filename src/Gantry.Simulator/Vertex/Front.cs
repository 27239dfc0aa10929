using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Prompts;
using Microsoft.AspNetCore.Http;

namespace Gantry.Simulator.Vertex;

/// <summary>What stands before the models: who may ask, what the transport refuses, and what a model is handed of a request.</summary>
internal static class Front
{
    private const string Version = "vertex-2023-10-16";

    private static readonly string[] Opaque = ["args", "response", "properties", "labels", "parametersJsonSchema", "responseJsonSchema", "default", "example"];

    private static readonly string[] RefusedBetas = ["prompt-caching-scope-", "redact-thinking-", "fine-grained-tool-streaming-", "files-api-", "mcp-client-"];

    /// <returns><see langword="null"/> when the request may pass.</returns>
    public static Refusal? Refuses(SimulatorOptions options, HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        var token = authorization.StartsWith("Bearer ", StringComparison.Ordinal) ? authorization["Bearer ".Length..] : null;
        var key = request.Headers["x-goog-api-key"].ToString();
        if (options.Tokens is not { } desk)
        {
            return KeyCheck.Refuses(options, Protocol.Gemini, request, []) is { } kind ? new Refusal(kind, "") : null;
        }

        return desk.Accepts(token) || (key.Length > 0 && key == options.RequiredKey)
            ? null
            : new Refusal(RefusalKind.BadKey, "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.") { Status = StatusCodes.Status401Unauthorized };
    }

    /// <summary>The body as the model's own API has it.</summary>
    /// <exception cref="BadPromptException">Vertex refuses it.</exception>
    public static JsonElement Admit(Route route, JsonElement body, HttpRequest request)
    {
        switch (route.Protocol)
        {
            case Protocol.Messages:
                return Raw(route, body, request);
            case Protocol.Gemini when route.IsPrediction:
                return body;
            case Protocol.Gemini:
                Spelling(body, "");
                if (body.Member("serviceTier").ValueKind != JsonValueKind.Undefined) throw Unknown("serviceTier");
                if (body.Member("generateContentRequest").ValueKind != JsonValueKind.Undefined) throw Unknown("generateContentRequest");
                if (body.Member("toolConfig").Member("includeServerSideToolInvocations").ValueKind != JsonValueKind.Undefined) throw Unknown("includeServerSideToolInvocations");
                if (route.Model!.StartsWith("gemini-2", StringComparison.Ordinal)) NoIds(body);
                return body;
            default:
                if (body.Text("model")?.Contains('/') != true) throw new BadPromptException("Malformed publisher model: expected {publisher}/{model}.");
                return body;
        }
    }

    private static JsonElement Raw(Route route, JsonElement body, HttpRequest request)
    {
        if (body.Text("anthropic_version") != Version) throw new BadPromptException("anthropic_version: Field required");
        if (route.Model is not null && body.Member("model").ValueKind != JsonValueKind.Undefined) throw new BadPromptException("model: Extra inputs are not permitted");
        foreach (var flag in request.Headers["anthropic-beta"].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)))
        {
            if (RefusedBetas.Any(prefix => flag.StartsWith(prefix, StringComparison.Ordinal))) throw new BadPromptException($"Unexpected value(s) `{flag}` for the `anthropic-beta` header.");
        }
        if (body.Flag("stream") != route.Stream && route.Operation == Operation.Chat) throw new BadPromptException("stream: does not go with the method.");
        var inner = JsonNode.Parse(body.GetRawText())!.AsObject();
        inner.Remove("anthropic_version");
        if (route.Model is not null) inner.Insert(0, "model", Uri.UnescapeDataString(route.Model));
        return JsonElement.Parse(Encoding.UTF8.GetBytes(inner.ToJsonString()));
    }

    private static void Spelling(JsonElement value, string place)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray()) Spelling(item, place);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                if (member.Name.Contains('_')) throw Unknown(member.Name);
                if (!Opaque.Contains(member.Name)) Spelling(member.Value, member.Name);
            }
        }
    }

    private static void NoIds(JsonElement body)
    {
        foreach (var part in body.Items("contents").SelectMany(content => content.Items("parts")))
        {
            if (part.Member("functionCall").Text("id") is not null || part.Member("functionResponse").Text("id") is not null) throw Unknown("id");
        }
    }

    private static BadPromptException Unknown(string name) => new($"Invalid JSON payload received. Unknown name \"{name}\": Cannot find field.");
}
