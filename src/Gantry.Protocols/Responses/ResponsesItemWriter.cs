using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Responses;

/// <summary>Writes the items of an input or output.</summary>
/// <param name="json">Stands in the array of items.</param>
/// <param name="losses">What has no form here.</param>
/// <param name="context">Of an answer, whose items have ids and a status; null for a request.</param>
internal sealed class ResponsesItemWriter(Utf8JsonWriter json, LossLog losses, AnswerContext? context = null)
{
    private readonly ResponsesContentWriter _content = new(json, losses);
    private int _item;

    /// <summary>Writes what one side says: parts that stand side by side share a message.</summary>
    public void Turn(Role role, IReadOnlyList<Part> parts, string path)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            switch (parts[i])
            {
                case ReasoningPart reasoning:
                    Reasoning(reasoning, path);
                    break;
                case ToolCallPart call:
                    Call(call, path);
                    break;
                case ToolResultPart result:
                    Result(result, path);
                    break;
                case MediaPart media when context is not null:
                    Picture(media, path);
                    break;
                case ForeignPart foreign when !InMessage(foreign):
                    Foreign(foreign, path);
                    break;
                default:
                    int end = i + 1;
                    while (end < parts.Count && parts[end].Item is null && !(context is not null && parts[end] is MediaPart) && (ResponsesContentWriter.IsContent(parts[end]) || InMessage(parts[end]))) end++;
                    Message(role, parts, i, end, path);
                    i = end - 1;
                    break;
            }
        }
    }

    /// <summary>The id of an item of ours.</summary>
    public static string Id(string prefix, AnswerContext context, int item) => $"{prefix}_{context.RequestId.Replace("-", "")}_{item}";

    /// <summary>The arguments or input of a call as text.</summary>
    public static JsonText Arguments(ToolCallPart call) =>
        call.ArgumentsText ?? JsonText.From(call.Arguments.IsAbsent ? "{}" : call.Arguments.ToString());

    // A foreign part of this dialect is an item of its own, but for one that begins or continues a message.
    private static bool InMessage(Part part) =>
        part is ForeignPart { From: Protocol.Responses } foreign && (foreign.Item is not null || ResponsesWords.IsContentType(foreign.Type));

    private void Message(Role role, IReadOnlyList<Part> parts, int from, int end, string path)
    {
        var item = parts[from].Item;
        json.WriteStartObject();
        if (item is null) json.WriteString("type"u8, "message"u8);
        if (role != Role.System) json.WriteString("role"u8, role == Role.User ? "user"u8 : "assistant"u8);
        else if (item is null || !item.Any(member => member.Name == "role")) json.WriteString("role"u8, "developer"u8);
        json.WriteStartArray("content"u8);
        for (int i = from; i < end; i++) _content.Write(parts[i], role == Role.Assistant, path);
        json.WriteEndArray();
        if (context is not null && item is null) Made("msg", null);
        Members(item);
        json.WriteEndObject();
    }

    private void Reasoning(ReasoningPart reasoning, string path)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "reasoning"u8);
        if (context is not null && reasoning.ItemId is null) Id("rs");
        else if (reasoning.ItemId is { } id) json.WriteString("id"u8, id);
        if (reasoning.Item is null)
        {
            bool isSummary = reasoning.IsSummary || context is not null && WantsSummary(context);
            Thoughts("summary"u8, "summary_text"u8, isSummary ? reasoning.Text : default);
            if (!isSummary) Thoughts("content"u8, "reasoning_text"u8, reasoning.Text);
        }

        if (reasoning.Seal is { Kind: ReasoningSealKind.Encrypted } seal)
        {
            json.WritePropertyName("encrypted_content"u8);
            seal.Data.WriteTo(json);
        }
        else if (reasoning.Seal is not null)
        {
            losses.Note("reasoning_context_lost", path);
        }

        Members(reasoning.Item);
        json.WriteEndObject();
    }

    /// <summary>The client asked for summaries: it shows nothing else.</summary>
    public static bool WantsSummary(AnswerContext context) => context.Request.Reasoning is { Summary.Length: > 0 };

    private void Thoughts(ReadOnlySpan<byte> name, ReadOnlySpan<byte> type, JsonText text)
    {
        json.WriteStartArray(name);
        if (!text.IsEmpty)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WritePropertyName("text"u8);
            text.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Call(ToolCallPart call, string path)
    {
        bool isCustom = call.Kind == ToolKind.Custom;
        if (call.Seal is not null) losses.Note("reasoning_context_lost", path);
        json.WriteStartObject();
        if (context is not null && call is { Kind: ToolKind.Function, Namespace: null } && ResponsesClientCall.TypeOf(context.Request, call.Name) is { } type)
        {
            json.WriteString("type"u8, type);
            Made(ResponsesClientCall.Prefix(type), call.ItemId);
            json.WriteString("call_id"u8, call.Id.Length == 0 ? Id("call", context, _item) : call.Id);
            ResponsesClientCall.Write(type, Arguments(call), json);
            _item++;
            json.WriteEndObject();
            return;
        }

        json.WriteString("type"u8, isCustom ? "custom_tool_call"u8 : "function_call"u8);
        if (context is not null && call.Item is null) Made(isCustom ? "ctc" : "fc", call.ItemId);
        else if (call.ItemId is { } id) json.WriteString("id"u8, id);
        json.WriteString("call_id"u8, call.Id.Length == 0 && context is not null ? Id("call", context, _item) : call.Id);
        json.WriteString("name"u8, call.Name);
        if (call.Namespace is { } name) json.WriteString("namespace"u8, name);
        json.WritePropertyName(isCustom ? "input"u8 : "arguments"u8);
        if (call.ArgumentsText is null && !call.Arguments.IsAbsent) ToolArguments.WriteText(call.Arguments, json);
        else if (Arguments(call) is { IsEmpty: false } || isCustom || context is null) Arguments(call).WriteTo(json);
        else json.WriteStringValue("{}"u8);
        Members(call.Item);
        json.WriteEndObject();
    }

    /// <summary>Writes what the model has made: of all media only pictures have a form in an answer.</summary>
    public static bool IsPicture(Part part) => part is MediaPart { Kind: MediaKind.Image, Data: not null };

    private void Picture(MediaPart media, string path)
    {
        if (!IsPicture(media))
        {
            losses.Note("part_dropped:" + Chat.ChatPartWriter.Word(media.Kind), path);
            return;
        }

        Picture(media, media.Item is null ? Id("ig", context!, _item) : null, json);
        _item++;
    }

    /// <summary>Writes a picture as an item; the id is null where the item has its own.</summary>
    public static void Picture(MediaPart media, string? id, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "image_generation_call"u8);
        if (id is not null)
        {
            json.WriteString("id"u8, id);
            json.WriteString("status"u8, "completed"u8);
            if (media.MediaType is ['i', 'm', 'a', 'g', 'e', '/', .. { Length: > 0 } format]) json.WriteString("output_format"u8, format);
        }

        json.WritePropertyName("result"u8);
        media.Data.GetValueOrDefault().WriteTo(json);
        foreach (var member in media.Item ?? [])
        {
            json.WritePropertyName(member.Name);
            member.Value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private void Result(ToolResultPart result, string path)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, result.Kind == ToolKind.Custom ? "custom_tool_call_output"u8 : "function_call_output"u8);
        json.WriteString("call_id"u8, result.CallId);
        json.WritePropertyName("output"u8);
        var content = result.IsError ? Blamed(result.Content) : result.Content;
        if (content.Count == 0)
        {
            json.WriteStringValue(""u8);
        }
        else if (content is [TextPart { Cache: CacheMark.None, Extras.Count: 0 } text])
        {
            text.Text.WriteTo(json);
        }
        else
        {
            json.WriteStartArray();
            foreach (var part in content) _content.Write(part, false, path);
            json.WriteEndArray();
        }

        Members(result.Item);
        json.WriteEndObject();
    }

    // The dialect has no flag for a failure: the text says it, as it does in Chat.
    private static List<Part> Blamed(IReadOnlyList<Part> content)
    {
        if (content is not [TextPart first, ..]) return [new TextPart(JsonText.From("Error")), .. content];
        bool isSaid = first.Text.Escaped is { Length: >= 5 } text && System.Text.Ascii.EqualsIgnoreCase(text[..5], "error"u8);
        return isSaid ? [.. content] : [first with { Text = JsonText.Join([JsonText.From("Error: "), first.Text], "") }, .. content.Skip(1)];
    }

    private void Foreign(ForeignPart foreign, string path)
    {
        if (foreign.From == Protocol.Responses) foreign.Raw.WriteTo(json);
        else losses.Note("part_dropped:" + foreign.Type, path);
        _item++;
    }

    private void Made(string prefix, string? id)
    {
        if (id is null) Id(prefix);
        else json.WriteString("id"u8, id);
        json.WriteString("status"u8, "completed"u8);
    }

    private void Id(string prefix) => json.WriteString("id"u8, Id(prefix, context!, _item));

    private void Members(IReadOnlyList<ExtraMember>? item)
    {
        _item++;
        foreach (var member in item ?? [])
        {
            json.WritePropertyName(member.Name);
            member.Value.WriteTo(json);
        }
    }
}
