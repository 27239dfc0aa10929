using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>One item of a stream that is written, and what has been said in it.</summary>
/// <param name="index">Its <c>output_index</c>.</param>
/// <param name="id">Its id.</param>
/// <param name="kind">Of its first block; a message may hold texts and refusals.</param>
internal sealed class ResponsesOutputItem(int index, string id, BlockKind kind)
{
    private readonly List<(bool IsRefusal, GrowingText Text, CitationList? Sources)> _texts = [];

    public int Index { get; } = index;

    public string Id { get; } = id;

    public BlockKind Kind { get; } = kind;

    public bool IsMessage => Kind is BlockKind.Text or BlockKind.Refusal;

    public string CallId { get; init; } = "";

    public string Name { get; init; } = "";

    public string? Namespace { get; init; }

    /// <summary>Calls of a tool that OpenAI defines and the client runs: the item's own type; null for any other.</summary>
    public string? ClientType { get; init; }

    /// <summary>Reasoning: told as a summary.</summary>
    public bool IsSummary { get; init; }

    /// <summary>Reasoning: <c>encrypted_content</c>.</summary>
    public JsonText? Seal { get; set; }

    /// <summary>The whole item, of one that is said at once.</summary>
    public JsonSlice Raw { get; init; }

    /// <summary>Message: blocks in it that are not closed.</summary>
    public int Open { get; set; }

    public bool IsDone { get; set; }

    public int Texts => _texts.Count;

    /// <summary>Begins the next part; says its number.</summary>
    public int Begin(bool isRefusal)
    {
        _texts.Add((isRefusal, new GrowingText(), null));
        return _texts.Count - 1;
    }

    /// <summary>Nothing has been said in a part.</summary>
    public bool IsSilent(int part) => _texts[part].Text.IsEmpty;

    public void Grow(int part, ReadOnlySpan<byte> token) => _texts[part].Text.Append(token);

    /// <summary>Adds sources of a part, an array.</summary>
    public void Cite(int part, ReadOnlySpan<byte> sources)
    {
        if (_texts[part].Sources is null) _texts[part] = _texts[part] with { Sources = new CitationList() };
        _texts[part].Sources!.Add(Protocol.Responses, sources);
    }

    /// <summary>The sources of a part.</summary>
    public JsonSlice Sources(int part) => _texts[part].Sources?.Value ?? default;

    /// <summary>What a part has said so far. Lives until it says more.</summary>
    public JsonText Said(int part) => _texts[part].Text.Text;

    /// <summary>The stream has ended, and all is told.</summary>
    public void Release() => _texts.ForEach(text => text.Text.Release());

    public bool IsRefusal(int part) => _texts[part].IsRefusal;

    /// <summary>Writes the item as it stands: empty while it is in progress.</summary>
    public void Write(string status, bool isWhole, Utf8JsonWriter json)
    {
        if (!Raw.IsAbsent)
        {
            Raw.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("id"u8, Id);
        switch (Kind)
        {
            case BlockKind.Reasoning:
                json.WriteString("type"u8, "reasoning"u8);
                json.WriteStartArray("summary"u8);
                if (isWhole && IsSummary && !IsSilent(0)) Part("summary_text"u8, json);
                json.WriteEndArray();
                if (isWhole && !IsSummary && !IsSilent(0))
                {
                    json.WriteStartArray("content"u8);
                    Part("reasoning_text"u8, json);
                    json.WriteEndArray();
                }

                if (isWhole && Seal is { } seal) Member("encrypted_content"u8, seal, json);
                break;
            case BlockKind.ToolCall when ClientType is { } type:
                json.WriteString("type"u8, type);
                json.WriteString("status"u8, status);
                json.WriteString("call_id"u8, CallId);
                ResponsesClientCall.Write(type, Arguments(), json);
                break;
            case BlockKind.ToolCall or BlockKind.CustomToolCall:
                bool isCustom = Kind == BlockKind.CustomToolCall;
                json.WriteString("type"u8, isCustom ? "custom_tool_call"u8 : "function_call"u8);
                json.WriteString("status"u8, status);
                json.WriteString("call_id"u8, CallId);
                json.WriteString("name"u8, Name);
                if (Namespace is not null) json.WriteString("namespace"u8, Namespace);
                Member(isCustom ? "input"u8 : "arguments"u8, isWhole ? Arguments() : default, json);
                break;
            default:
                json.WriteString("type"u8, "message"u8);
                json.WriteString("status"u8, status);
                json.WriteString("role"u8, "assistant"u8);
                json.WriteStartArray("content"u8);
                for (int i = 0; isWhole && i < Texts; i++) Content(IsRefusal(i), Said(i), Sources(i), json);
                json.WriteEndArray();
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Arguments are JSON, even where nothing was said.</summary>
    public JsonText Arguments()
    {
        var said = Said(0);
        return said.IsEmpty && Kind == BlockKind.ToolCall ? JsonText.From("{}") : said;
    }

    /// <summary>Writes one part of a message's content.</summary>
    public static void Content(bool isRefusal, JsonText text, JsonSlice sources, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, isRefusal ? "refusal"u8 : "output_text"u8);
        Member(isRefusal ? "refusal"u8 : "text"u8, text, json);
        if (!isRefusal)
        {
            json.WritePropertyName("annotations"u8);
            if (sources.IsAbsent)
            {
                json.WriteStartArray();
                json.WriteEndArray();
            }
            else
            {
                sources.WriteTo(json);
            }

            json.WriteStartArray("logprobs"u8);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void Part(ReadOnlySpan<byte> type, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        Member("text"u8, Said(0), json);
        json.WriteEndObject();
    }

    private static void Member(ReadOnlySpan<byte> name, JsonText text, Utf8JsonWriter json)
    {
        json.WritePropertyName(name);
        text.WriteTo(json);
    }
}
