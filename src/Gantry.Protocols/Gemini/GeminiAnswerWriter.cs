using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Writes a whole GenerateContentResponse.</summary>
internal static class GeminiAnswerWriter
{
    public static void Write(ChatAnswer answer, AnswerContext context, Utf8JsonWriter json, LossLog losses)
    {
        var refusals = new List<JsonText>();
        JsonSlice citations = default;
        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
        var writer = new GeminiPartWriter(json, losses, "candidates[0].content");
        foreach (var part in answer.Parts)
        {
            if (part is RefusalPart refusal)
            {
                refusals.Add(refusal.Text);
                continue;
            }

            if (part is TextPart { Citations.IsAbsent: false } text) citations = text.Citations;
            writer.Write(part);
        }

        writer.Complete();
        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
        WriteStop(answer.StopReason, JsonText.Join(refusals, "\n"), json);
        WriteCitations(citations, json, losses);
        json.WriteEndObject();
        json.WriteEndArray();
        if (answer.Usage is { } usage) GeminiUsageWriter.Write(usage, json);
        WriteOrigin(answer.Model, context, json);
        json.WriteEndObject();
    }

    /// <summary>Writes why the candidate ended; a refusal's words are said beside the reason, for there is no part for them.</summary>
    public static void WriteStop(StopReason reason, JsonText refusal, Utf8JsonWriter json)
    {
        if (!refusal.IsEmpty && reason == StopReason.EndTurn) reason = StopReason.Refusal;
        json.WriteString("finishReason"u8, GeminiWords.FinishReason(reason));
        if (!refusal.IsEmpty)
        {
            json.WritePropertyName("finishMessage"u8);
            refusal.WriteTo(json);
        }

        json.WriteNumber("index"u8, 0);
    }

    /// <summary>Writes which model has answered which request.</summary>
    public static void WriteOrigin(string model, AnswerContext context, Utf8JsonWriter json)
    {
        json.WriteString("modelVersion"u8, model.Length > 0 ? model : context.Request.Model);
        json.WriteString("responseId"u8, context.RequestId);
    }

    private static void WriteCitations(JsonSlice citations, Utf8JsonWriter json, LossLog losses)
    {
        if (citations.IsAbsent) return;
        bool written = false;
        if (citations.Kind == JsonTokenType.StartObject)
        {
            var at = new GeminiCursor(citations.Memory);
            while (at.NextMember(out var name))
            {
                if (name is "groundingMetadata" or "citationMetadata" or "urlContextMetadata")
                {
                    json.WritePropertyName(name);
                    at.Slice().WriteTo(json);
                    written = true;
                }
                else
                {
                    at.Skip();
                }
            }
        }

        if (!written) losses.Note("citations_coarse");
    }
}
