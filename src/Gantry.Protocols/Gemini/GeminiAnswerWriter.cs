using System.Text.Json;
using Gantry.Protocols.Citations;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Writes a whole GenerateContentResponse.</summary>
internal static class GeminiAnswerWriter
{
    public static void Write(ChatAnswer answer, AnswerContext context, Utf8JsonWriter json, LossLog losses)
    {
        if (answer.StopReason == StopReason.PromptBlocked && answer.Parts.Count == 0)
        {
            json.WriteStartObject();
            WriteBlocked(answer.StopDetail ?? default, json);
            if (answer.Usage is { } prompt) GeminiUsageWriter.Write(prompt, json);
            WriteOrigin(answer.Model, context, json);
            json.WriteEndObject();
            return;
        }

        var refusals = new List<JsonText>();
        var citations = new List<JsonSlice>();
        var parts = CitationForms.Fit(answer.Parts, Protocol.Gemini, losses, "candidates[0]");
        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
        var writer = new GeminiPartWriter(json, losses, "candidates[0].content");
        foreach (var part in parts)
        {
            if (part is RefusalPart refusal)
            {
                refusals.Add(refusal.Text);
                continue;
            }

            if (part is TextPart { Citations.IsAbsent: false } text) citations.Add(text.Citations);
            writer.Write(part);
        }

        writer.Complete();
        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
        WriteStop(answer.StopReason, JsonText.Join(refusals, "\n"), answer.StopDetail ?? default, json);
        WriteCitations(citations, () => string.Concat(answer.Parts.OfType<TextPart>().Select(text => text.Text.ToString())), json, losses);
        json.WriteEndObject();
        json.WriteEndArray();
        if (answer.Usage is { } usage) GeminiUsageWriter.Write(usage, json);
        WriteOrigin(answer.Model, context, json);
        json.WriteEndObject();
    }

    /// <summary>Writes that the prompt was refused: there is no candidate.</summary>
    /// <param name="detail">The provider's words for it.</param>
    /// <param name="json">Stands in the response.</param>
    public static void WriteBlocked(JsonText detail, Utf8JsonWriter json)
    {
        json.WriteStartObject("promptFeedback"u8);
        json.WriteString("blockReason"u8, "PROHIBITED_CONTENT"u8);
        if (!detail.IsEmpty)
        {
            json.WritePropertyName("blockReasonMessage"u8);
            detail.WriteTo(json);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes why the candidate ended; a refusal's words are said beside the reason, for there is no part for them.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="refusal">The model's own words for not answering.</param>
    /// <param name="detail">The provider's words for the end, told where the model has none.</param>
    /// <param name="json">Stands in the candidate.</param>
    public static void WriteStop(StopReason reason, JsonText refusal, JsonText detail, Utf8JsonWriter json)
    {
        if (!refusal.IsEmpty && reason == StopReason.EndTurn) reason = StopReason.Refusal;
        json.WriteString("finishReason"u8, GeminiWords.FinishReason(reason));
        var message = refusal.IsEmpty ? detail : refusal;
        if (!message.IsEmpty)
        {
            json.WritePropertyName("finishMessage"u8);
            message.WriteTo(json);
        }

        json.WriteNumber("index"u8, 0);
    }

    /// <summary>Writes which model has answered which request.</summary>
    public static void WriteOrigin(string model, AnswerContext context, Utf8JsonWriter json)
    {
        json.WriteString("modelVersion"u8, model.Length > 0 ? model : context.Request.Model);
        json.WriteString("responseId"u8, context.RequestId);
    }

    /// <summary>Writes the sources as members of the candidate.</summary>
    /// <param name="told">Each an object with such members.</param>
    /// <param name="text">All text of the answer, where there are several.</param>
    /// <param name="json">Stands in the candidate.</param>
    /// <param name="losses">Takes what is no such object.</param>
    public static void WriteCitations(List<JsonSlice> told, Func<string> text, Utf8JsonWriter json, LossLog losses)
    {
        if (told.Count == 0) return;
        var citations = told.Count == 1 ? told[0] : GroundingCitations.Merge(told, text());
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

        if (!written) losses.Note(CitationForms.Coarse);
    }
}
