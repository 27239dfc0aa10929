using System.Text.Json;
using Gantry.Protocols.Citations;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Writes one whole answer.</summary>
internal static class ChatAnswerWriter
{
    public static void Write(ChatAnswer answer, AnswerContext context, Utf8JsonWriter json, LossLog losses)
    {
        NoteChoices(context, losses);
        json.WriteStartObject();
        json.WriteString("id"u8, Id(context));
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, context.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("model"u8, Model(answer.Model, context));
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("message"u8);
        var legacy = IsLegacy(context);
        List<ToolCallPart> calls = [.. answer.Parts.OfType<ToolCallPart>()];
        Message(CitationForms.Fit(answer.Parts, Protocol.Chat, losses, "choices[0].message"), answer, calls, context, legacy, json, losses);
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        var refused = answer.Parts.Any(part => part is RefusalPart);
        json.WriteString("finish_reason"u8, ChatStops.Write(answer.StopReason, calls.Count > 0, refused, legacy));
        json.WriteEndObject();
        json.WriteEndArray();
        if (answer.Usage is { } usage) ChatUsageWriter.Write(usage, json);
        json.WriteEndObject();
    }

    public static string Id(AnswerContext context) => "chatcmpl-" + context.RequestId;

    /// <summary>The model by the name that the client knows.</summary>
    public static string Model(string? answered, AnswerContext context) => context.Request.Model.Length > 0 ? context.Request.Model : answered ?? "";

    /// <summary>An id for a call that has none: OpenAI takes up to 40 characters back.</summary>
    public static string CallId(AnswerContext context, int number) => $"call_{context.RequestId.Replace("-", "")}_{number}";

    /// <summary>The client called its tools functions and expects one <c>function_call</c>.</summary>
    public static bool IsLegacy(AnswerContext context) => context.Request.Tools is [{ } first, ..] && ChatToolReader.IsLegacy(first);

    /// <summary>The hub holds one answer, whatever the client asked for.</summary>
    public static void NoteChoices(AnswerContext context, LossLog losses)
    {
        if (context.Request.Sampling.Candidates > 1) losses.Note("param_dropped:n", "choices[1]");
    }

    private static void Message(
        IReadOnlyList<Part> parts, ChatAnswer answer, List<ToolCallPart> calls, AnswerContext context, bool legacy, Utf8JsonWriter json, LossLog losses)
    {
        const string Path = "choices[0].message";
        json.WriteString("role"u8, "assistant"u8);
        List<TextPart> texts = [.. parts.OfType<TextPart>()];
        json.WritePropertyName("content"u8);
        if (texts.Count == 0) json.WriteNullValue();
        else JsonText.Join([.. texts.Select(text => text.Text)], "").WriteTo(json);
        ChatCallWriter.Reasoning(parts, json);
        if (parts.Any(part => part is ReasoningPart { Seal: not null })) losses.Note("reasoning_context_lost", Path);
        if (parts.Any(part => part is RefusalPart)) ChatCallWriter.Refusal(parts, json);
        else if (Explanation(answer.StopReason, answer.StopDetail) is { } words) ChatCallWriter.Refusal([new RefusalPart(words)], json);
        else json.WriteNull("refusal"u8);
        ChatCallWriter.Annotations([.. texts.Where(text => !text.Citations.IsAbsent)], json, losses, Path);
        Images(parts, json, losses);
        if (legacy && calls.Count > 0) LegacyCall(calls, json, losses);
        else ChatCallWriter.Calls(calls, json, losses, Path, number => CallId(context, number));
        foreach (var part in parts.OfType<ForeignPart>())
        {
            if (ChatCallWriter.IsMember(part)) ChatCallWriter.Member(part, json);
            else losses.Note("part_dropped:" + part.Type, Path);
        }
    }

    /// <summary>The provider's words for a refusal; null for any other end.</summary>
    public static JsonText? Explanation(StopReason reason, JsonText? detail) =>
        reason is (StopReason.Refusal or StopReason.Recitation or StopReason.PromptBlocked) && detail is { IsEmpty: false } ? detail : null;

    /// <summary>Whether the picture has a form in an answer.</summary>
    public static bool IsImage(Part part) => part is MediaPart { Kind: MediaKind.Image, FileId: null, PlainText: null };

    private static void Images(IReadOnlyList<Part> parts, Utf8JsonWriter json, LossLog losses)
    {
        var open = false;
        foreach (var media in parts.OfType<MediaPart>())
        {
            if (!IsImage(media))
            {
                losses.Note("part_dropped:" + ChatPartWriter.Word(media.Kind), "choices[0].message");
                continue;
            }

            if (!open) json.WriteStartArray("images"u8);
            open = true;
            ChatPartWriter.Linked("image_url"u8, media, json);
        }

        if (open) json.WriteEndArray();
    }

    private static void LegacyCall(List<ToolCallPart> calls, Utf8JsonWriter json, LossLog losses)
    {
        if (calls.Count > 1) losses.Note("part_dropped:tool_call", "choices[0].message.function_call");
        json.WriteStartObject("function_call"u8);
        json.WriteString("name"u8, calls[0].Name);
        json.WritePropertyName("arguments"u8);
        ChatCallWriter.Arguments(calls[0], true, json);
        json.WriteEndObject();
    }
}
