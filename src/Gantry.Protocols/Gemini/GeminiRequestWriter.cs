using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Gemini;

/// <summary>Writes the body of generateContent. Model and stream stand in the path.</summary>
internal static class GeminiRequestWriter
{
    public static void Write(ChatRequest request, Utf8JsonWriter json, LossLog losses)
    {
        json.WriteStartObject();
        ExtraLosses.Note(request, Protocol.Gemini, "contents", losses);
        WriteInstructions(request, json);
        WriteTurns(request, json, losses);
        GeminiToolWriter.Write(request, json, losses);
        GeminiConfigWriter.Write(request, json, losses);
        WriteIdentity(request.Identity, json, losses);
        foreach (var extra in request.Extras)
        {
            if (extra.From != Protocol.Gemini)
            {
                losses.Note("param_dropped:" + extra.Name, extra.Name);
            }
            else if (!extra.Name.StartsWith("generationConfig.", StringComparison.Ordinal) && !extra.Name.StartsWith("toolConfig.", StringComparison.Ordinal))
            {
                json.WritePropertyName(extra.Name);
                extra.Value.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteInstructions(ChatRequest request, Utf8JsonWriter json)
    {
        if (request.Instructions.Count == 0) return;
        json.WriteStartObject("systemInstruction"u8);
        json.WriteStartArray("parts"u8);
        foreach (var instruction in request.Instructions)
        {
            json.WriteStartObject();
            json.WritePropertyName("text"u8);
            instruction.Text.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTurns(ChatRequest request, Utf8JsonWriter json, LossLog losses)
    {
        Dictionary<string, string>? toolNames = null;
        var writer = new GeminiPartWriter(json, losses, "contents");
        json.WriteStartArray("contents"u8);
        for (int i = 0; i < request.Turns.Count; i++)
        {
            var turn = request.Turns[i];
            string path = IndexedPath.Of("contents", i);
            if (turn.SpeakerName is not null) losses.Note("message_name_dropped", path);
            if (turn.Role == Role.System) losses.Note("mid_system_inlined", path);
            json.WriteStartObject();
            json.WriteString("role"u8, turn.Role == Role.Assistant ? "model"u8 : "user"u8);
            json.WriteStartArray("parts"u8);
            writer.Begin(path);
            for (int j = 0; j < turn.Parts.Count; j++)
            {
                var part = turn.Parts[j];
                string toolName = "";
                if (part is ToolResultPart { Name: null } result && !(toolNames ??= ToolNames(request)).TryGetValue(result.CallId, out toolName!))
                {
                    losses.Note("orphan_tool_result", path);
                    toolName = "";
                }

                writer.Write(part, toolName);
            }

            writer.Complete();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Gemini demands the name beside every result, others give the id of the call alone.
    private static Dictionary<string, string> ToolNames(ChatRequest request)
    {
        // Calls and answers alternate: there is a call for each other turn, and a few more where several are made at once.
        var names = new Dictionary<string, string>(request.Turns.Count * 2 / 3, StringComparer.Ordinal);
        for (int i = 0; i < request.Turns.Count; i++)
        {
            var parts = request.Turns[i].Parts;
            for (int j = 0; j < parts.Count; j++)
            {
                if (parts[j] is ToolCallPart call) names[call.Id] = call.Name;
            }
        }

        return names;
    }

    private static void WriteIdentity(RequestIdentity identity, Utf8JsonWriter json, LossLog losses)
    {
        if (identity.EndUser is not null) losses.Note("param_dropped:user");
        if (identity.CacheKey is not null) losses.Note("param_dropped:prompt_cache_key");
        if (!identity.Metadata.IsAbsent) losses.Note("param_dropped:metadata");
        if (identity.Store == true) losses.Note("store_unsupported");
        if (identity.ServiceTier is "" or "auto" or "default") return;
        if (IsTier(identity.ServiceTier)) json.WriteString("serviceTier"u8, identity.ServiceTier);
        else losses.Note("service_tier_dropped");
    }

    private static bool IsTier(string tier) =>
        tier.EndsWith("flex", StringComparison.OrdinalIgnoreCase) || tier.EndsWith("standard", StringComparison.OrdinalIgnoreCase)
        || tier.EndsWith("priority", StringComparison.OrdinalIgnoreCase) || tier.EndsWith("unspecified", StringComparison.OrdinalIgnoreCase);
}
