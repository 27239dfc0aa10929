using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>One message while it is read: members come in any order, parts have one of their own. Used for one message after another.</summary>
internal sealed class ChatMessage
{
    private readonly List<ToolCallPart> _calls = new(0);
    private readonly List<Part> _parts = [];
    private List<Part>? _images;
    private List<Part>? _foreign;
    private JsonText? _reasoning;
    private JsonText? _reasoningContent;
    private JsonText? _refusal;
    private JsonSlice _annotations;
    private (string Name, JsonText Arguments)? _legacyCall;

    /// <summary>Where it stands, as in <c>messages[2]</c>.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Decodes the names and ids of the messages.</summary>
    public TextPool Texts { get; } = new();

    /// <summary>What stood in <c>content</c>.</summary>
    public List<Part> Content { get; } = [];

    /// <summary>Pictures that stand beside the content.</summary>
    public List<Part> Images => _images ??= [];

    /// <summary>Members that the hub has no word for.</summary>
    public List<Part> Foreign => _foreign ??= [];

    public bool HasForeign => _foreign is not null;

    /// <summary>Forgets the message before.</summary>
    /// <param name="path">Where the next one stands.</param>
    public void Begin(string path)
    {
        Path = path;
        Content.Clear();
        _calls.Clear();
        (_images, _foreign) = (null, null);
        (_reasoning, _reasoningContent, _refusal) = (null, null, null);
        _annotations = default;
        _legacyCall = null;
    }

    /// <summary>The content in a list of its own.</summary>
    public IReadOnlyList<Part> TakeContent() => FixedList<Part>.Of(Content);

    /// <summary>Reads the member whose name the cursor stands on.</summary>
    /// <param name="cursor">Moves behind its value.</param>
    /// <param name="isResult">The message is a tool's: some clients put the tool's JSON there as it is.</param>
    public void Member(ref ChatCursor cursor, bool isResult)
    {
        if (cursor.Is("content"u8)) ChatPartReader.Content(ref cursor, Content, Path, isResult);
        else if (cursor.Is("tool_calls"u8)) ChatCallReader.Calls(ref cursor, _calls, Path, Texts);
        else if (cursor.Is("reasoning_content"u8)) TextOrForeign(ref cursor, "reasoning_content", ref _reasoningContent);
        else if (cursor.Is("reasoning"u8)) TextOrForeign(ref cursor, "reasoning", ref _reasoning);
        else if (cursor.Is("refusal"u8)) TextOrForeign(ref cursor, "refusal", ref _refusal);
        else if (cursor.Is("function_call"u8)) LegacyCall(ref cursor);
        else if (cursor.Is("annotations"u8)) _annotations = cursor.NextValue();
        else Other(cursor.Text().ToString(), cursor.NextValue());
    }

    /// <summary>The parts of the model's message in the order in which a model says them.</summary>
    /// <param name="legacyId">Gives a legacy call its id.</param>
    /// <returns>Lives until it is asked for again.</returns>
    public List<Part> ToParts(Func<string, string> legacyId)
    {
        var parts = _parts;
        parts.Clear();
        if (Thought() is { IsEmpty: false } reasoning) parts.Add(new ReasoningPart(reasoning) { IsSummary = false });
        parts.AddRange(Content);
        Annotate(parts);
        if (_refusal is { IsEmpty: false } refusal) parts.Add(new RefusalPart(refusal));
        if (_images is not null) parts.AddRange(_images);
        if (_calls.Count > 0 && Content.Exists(part => part is ToolCallPart)) parts.RemoveAll(part => part is ToolCallPart twice && _calls.Exists(call => call.Id == twice.Id));
        parts.AddRange(_calls);
        if (_legacyCall is var (name, arguments)) parts.Add(new ToolCallPart(legacyId(name), name) { ArgumentsText = arguments });
        if (_foreign is not null) parts.AddRange(_foreign);
        return parts;
    }

    // Some vendors say the same thought under two names, and once more in pieces.
    private JsonText Thought()
    {
        if (_reasoningContent is { IsEmpty: false } content && !ChatDetails.IsPlaceholder(content)) return content;
        if (_reasoning is { IsEmpty: false } reasoning && !ChatDetails.IsPlaceholder(reasoning)) return reasoning;
        return _foreign?.Find(part => part is ForeignPart { Type: ChatWords.MessageMember + "reasoning_details" }) is ForeignPart details
            ? ChatDetails.Read(details.Raw)
            : default;
    }

    private void Annotate(List<Part> parts)
    {
        if (_annotations.Kind != JsonTokenType.StartArray || _annotations.Span is [(byte)'[', (byte)']']) return;
        var last = parts.FindLastIndex(part => part is TextPart);
        if (last >= 0) parts[last] = (TextPart)parts[last] with { Citations = _annotations, CitationsFrom = Protocol.Chat };
        else Foreign.Add(new ForeignPart(Protocol.Chat, ChatWords.MessageMember + "annotations", _annotations));
    }

    private void TextOrForeign(ref ChatCursor cursor, string name, ref JsonText? text)
    {
        var value = cursor.NextValue();
        if (value.Kind == JsonTokenType.String) text = new JsonText(value.Memory);
        else Other(name, value);
    }

    private void Other(string name, JsonSlice value)
    {
        if (value.Kind == JsonTokenType.Null || name == "role") return;
        Foreign.Add(new ForeignPart(Protocol.Chat, ChatWords.MessageMember + name, value));
    }

    private void LegacyCall(ref ChatCursor cursor)
    {
        if (!cursor.EnterObject()) return;
        JsonText? name = null;
        JsonText arguments = default;
        while (cursor.NextMember())
        {
            if (cursor.Is("name"u8)) name = cursor.NextText();
            else if (cursor.Is("arguments"u8)) arguments = cursor.NextText() ?? default;
            else cursor.SkipNext();
        }

        if (name is { IsEmpty: false } called) _legacyCall = (called.ToString(), arguments);
    }
}
