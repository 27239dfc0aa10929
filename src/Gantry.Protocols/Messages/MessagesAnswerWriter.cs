using System.Globalization;
using System.Text.Json;
using Gantry.Protocols.Citations;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>Writes a whole message.</summary>
internal sealed class MessagesAnswerWriter(Utf8JsonWriter json, LossLog losses)
{
    private readonly MessagesBlockWriter _blocks = new(json, losses);

    public static string Id(AnswerContext context) => "msg_" + context.RequestId;

    /// <summary>The call's own id, or one made of its place.</summary>
    public static string CallId(string id, int number, AnswerContext context) =>
        id.Length > 0 ? id : string.Create(CultureInfo.InvariantCulture, $"toolu_{context.RequestId}_{number}");

    public void Write(ChatAnswer answer, AnswerContext context)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, Id(context));
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, answer.Model.Length > 0 ? answer.Model : context.Request.Model);
        json.WriteStartArray("content"u8);
        int calls = 0;
        var parts = CitationForms.Fit(answer.Parts, Protocol.Messages, losses, "content");
        for (int i = 0; i < parts.Count; i++) Block(parts[i], new MessagesPlace("content", i), context, ref calls);
        json.WriteEndArray();
        Stop(json, answer.StopReason, answer.StopSequence, answer.StopDetail);
        json.WritePropertyName("usage"u8);
        Usage(json, answer.Usage.GetValueOrDefault());
        json.WriteEndObject();
    }

    /// <summary>Writes <c>stop_reason</c>, <c>stop_sequence</c> and the explanation of a refusal.</summary>
    public static void Stop(Utf8JsonWriter json, StopReason reason, JsonText? sequence, JsonText? detail)
    {
        json.WriteString("stop_reason"u8, MessagesWords.Stop(reason, sequence is not null));
        json.WritePropertyName("stop_sequence"u8);
        if (sequence is { } met) met.WriteTo(json);
        else json.WriteNullValue();
        if (detail is not { IsEmpty: false } explanation || reason is not (StopReason.Refusal or StopReason.Recitation or StopReason.PromptBlocked)) return;
        json.WriteStartObject("stop_details"u8);
        json.WriteString("type"u8, "refusal"u8);
        json.WriteNull("category"u8);
        json.WritePropertyName("explanation"u8);
        explanation.WriteTo(json);
        json.WriteEndObject();
    }

    /// <summary>What stands for a picture, sound or film: no client of this dialect takes one from a model.</summary>
    public static JsonText Placeholder(MediaPart media)
    {
        string kind = media.Kind.ToString().ToLowerInvariant();
        return media.Url is { } url ? JsonText.Join([JsonText.From($"[{kind}: "), url, JsonText.From("]")], "") : JsonText.From($"[{kind}]");
    }

    /// <summary>Writes that the model itself calls: typed clients demand the member.</summary>
    public static void DirectCaller(Utf8JsonWriter json)
    {
        json.WriteStartObject("caller"u8);
        json.WriteString("type"u8, "direct"u8);
        json.WriteEndObject();
    }

    /// <summary>Writes a usage object: input without what was read from or written to a cache, output with the thinking.</summary>
    public static void Usage(Utf8JsonWriter json, Usage usage)
    {
        json.WriteStartObject();
        json.WriteNumber("input_tokens"u8, usage.UncachedInput + usage.AudioInput + usage.ImageInput);
        json.WriteNumber("cache_creation_input_tokens"u8, usage.CacheWrite5m + usage.CacheWrite1h);
        json.WriteNumber("cache_read_input_tokens"u8, usage.CacheRead);
        json.WriteStartObject("cache_creation"u8);
        json.WriteNumber("ephemeral_5m_input_tokens"u8, usage.CacheWrite5m);
        json.WriteNumber("ephemeral_1h_input_tokens"u8, usage.CacheWrite1h);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, usage.TotalOutput);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("thinking_tokens"u8, usage.Reasoning);
        json.WriteEndObject();
        if (usage.WebSearches > 0)
        {
            json.WriteStartObject("server_tool_use"u8);
            json.WriteNumber("web_search_requests"u8, usage.WebSearches);
            json.WriteNumber("web_fetch_requests"u8, 0);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void Block(Part part, in MessagesPlace place, AnswerContext context, ref int calls)
    {
        switch (part)
        {
            case ToolCallPart call:
                _blocks.Call(call, CallId(call.Id, calls++, context), place);
                if (!call.Extras.Any(extra => extra is { From: Protocol.Messages, Name: "caller" })) DirectCaller(json);
                break;
            case ReasoningPart { Seal: null or { Kind: not (ReasoningSealKind.Signature or ReasoningSealKind.Redacted) } } reasoning:
                // Clients demand the member; what another issuer has sealed is not theirs to carry.
                if (reasoning.Seal is not null) losses.Note("reasoning_context_lost", place.Path());
                _blocks.Open("thinking"u8, "thinking"u8, reasoning.Text);
                json.WriteString("signature"u8, ""u8);
                break;
            case MediaPart media:
                losses.Note("part_dropped:" + media.Kind.ToString().ToLowerInvariant(), place.Path());
                _blocks.Block(new TextPart(Placeholder(media)), place);
                return;
            default:
                _blocks.Block(part, place);
                return;
        }

        _blocks.Close(part, place);
    }
}
