using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Reads the deltas of one choice: thought, then text, then calls, in whatever order the members stand.</summary>
internal sealed class ChatDeltaReader(BlockTracker blocks, ChatToolSlots tools)
{
    // Behind any index that an upstream counts to.
    private const long LegacyIndex = int.MaxValue;

    private readonly List<ForeignPart> _others = [];
    private readonly List<ChatToolFragment> _fragments = [];
    private RepeatedWord _id = new();
    private RepeatedWord _name = new();
    private ChatAudio? _audio;
    private bool _hasThought;
    private CitationList? _sealed;

    /// <summary>The model has refused in words of its own.</summary>
    public bool HasRefusal { get; private set; }

    public void Read(JsonSlice delta)
    {
        JsonText? reasoningContent = null, reasoning = null, refusal = null;
        JsonSlice content = default, details = default, calls = default, legacy = default, images = default, annotations = default;
        var cursor = new ChatCursor(delta.Memory);
        cursor.Next();
        while (cursor.NextMember())
        {
            if (cursor.Is("content"u8)) content = cursor.NextValue();
            else if (cursor.Is("tool_calls"u8)) calls = cursor.NextValue();
            else if (cursor.Is("reasoning_content"u8)) reasoningContent = cursor.NextText();
            else if (cursor.Is("reasoning"u8)) reasoning = cursor.NextText();
            else if (cursor.Is("reasoning_details"u8)) details = cursor.NextValue();
            else if (cursor.Is("refusal"u8)) refusal = cursor.NextText();
            else if (cursor.Is("function_call"u8)) legacy = cursor.NextValue();
            else if (cursor.Is("images"u8)) images = cursor.NextValue();
            else if (cursor.Is("annotations"u8)) annotations = cursor.NextValue();
            else if (cursor.Is("audio"u8)) (_audio ??= new ChatAudio()).Add(cursor.NextValue());
            else if (cursor.Is("role"u8)) cursor.SkipNext();
            else Other(cursor.Text(), cursor.NextValue());
        }

        blocks.Grow(BlockKind.Reasoning, Thought(reasoningContent, reasoning, details).Token);
        Content(content);
        if (refusal is { IsEmpty: false } words)
        {
            HasRefusal = true;
            blocks.Grow(BlockKind.Refusal, words.Token);
        }

        if (annotations.Kind == JsonTokenType.StartArray && !JsonProbe.IsEmpty(annotations.Span)) blocks.Cite(Protocol.Chat, annotations.Span);
        if (images.Kind == JsonTokenType.StartArray) Images(images);
        if (IsSealed(details)) (_sealed ??= new CitationList()).Add(Protocol.Chat, details.Span);
        if (calls.Kind == JsonTokenType.StartArray) Calls(calls);
        if (legacy.Kind == JsonTokenType.StartObject) Legacy(legacy);
    }

    /// <summary>Tells what has come in pieces and has no block that grows: sound, sealed thoughts.</summary>
    public void Finish()
    {
        foreach (var other in _others) blocks.Tell(other);
        if (_audio?.ToPart() is { } audio) blocks.Tell(audio);
        if (_sealed is not null) blocks.Tell(new ForeignPart(Protocol.Chat, ChatWords.MessageMember + "reasoning_details", _sealed.Value));
    }

    // Members that the hub has no word for: the last value of each counts.
    private void Other(JsonText name, JsonSlice value)
    {
        if (value.Kind == JsonTokenType.Null || JsonProbe.IsEmpty(value.Span) || value.Span is [(byte)'"', (byte)'"']) return;
        int at = _others.FindIndex(part => name.ValueEquals(System.Text.Encoding.UTF8.GetBytes(part.Type[ChatWords.MessageMember.Length..])));
        if (at >= 0 && _others[at].Raw == value) return;
        var part = new ForeignPart(Protocol.Chat, ChatWords.MessageMember + name, new JsonSlice(value.Span.ToArray()));
        if (at < 0) _others.Add(part);
        else _others[at] = part;
    }

    // The words of the thought are told as they come; what only its maker can read is kept whole.
    private static bool IsSealed(JsonSlice details) => details.Kind == JsonTokenType.StartArray
        && (details.Span.IndexOf("\"signature\":\""u8) >= 0 || details.Span.IndexOf("\"data\":\""u8) >= 0);

    private void Images(JsonSlice images)
    {
        var parts = new List<Part>();
        var cursor = new ChatCursor(images.Memory);
        ChatPartReader.Content(ref cursor, parts, "delta.images", isResult: false);
        foreach (var part in parts) blocks.Tell(part);
    }

    // Sealed details say again, perhaps in another delta, what was said under a name of its own.
    private JsonText Thought(JsonText? content, JsonText? reasoning, JsonSlice details)
    {
        if (content is { } untold && ChatDetails.IsPlaceholder(untold)) content = null;
        if (reasoning is { } silent && ChatDetails.IsPlaceholder(silent)) reasoning = null;
        _hasThought |= content is { IsEmpty: false } || reasoning is { IsEmpty: false };
        if (content is { IsEmpty: false } first) return first;
        return reasoning is { IsEmpty: false } second ? second : _hasThought && IsSealed(details) ? default : ChatDetails.Read(details);
    }

    private void Content(JsonSlice content)
    {
        if (content.Kind == JsonTokenType.String)
        {
            blocks.Grow(BlockKind.Text, content.Span);
            return;
        }

        if (content.Kind != JsonTokenType.StartArray) return;
        var parts = new List<Part>();
        var cursor = new ChatCursor(content.Memory);
        ChatPartReader.Content(ref cursor, parts, "delta", isResult: false);
        foreach (var part in parts)
        {
            if (part is TextPart text) blocks.Grow(BlockKind.Text, text.Text.Token);
            else if (part is ReasoningPart reasoning) blocks.Grow(BlockKind.Reasoning, reasoning.Text.Token);
            else blocks.Tell(part);
        }
    }

    private void Calls(JsonSlice calls)
    {
        _fragments.Clear();
        var cursor = new ChatCursor(calls.Memory);
        cursor.Next();
        while (cursor.NextElement())
        {
            if (cursor.InObject()) _fragments.Add(Fragment(ref cursor));
        }

        for (var i = 0; i < _fragments.Count; i++) tools.Take(_fragments[i], i, _fragments.Count);
    }

    private ChatToolFragment Fragment(ref ChatCursor cursor)
    {
        JsonText? id = null, name = null, text = null;
        JsonSlice value = default;
        var fragment = new ChatToolFragment();
        while (cursor.NextMember())
        {
            if (cursor.Is("index"u8)) fragment = fragment with { Index = cursor.NextInteger() };
            else if (cursor.Is("id"u8)) id = cursor.NextText();
            else if (cursor.Is("extra_content"u8)) fragment = fragment with { Seal = ChatCallReader.Seal(ref cursor)?.Data };
            else if (cursor.Is("custom"u8))
            {
                if (ChatCallReader.Function(ref cursor, ref name, ref text, ref value)) fragment = fragment with { Kind = BlockKind.CustomToolCall };
            }
            else if (cursor.Is("function"u8)) ChatCallReader.Function(ref cursor, ref name, ref text, ref value);
            else cursor.SkipNext();
        }

        return fragment with { Id = _id.Of(id), Name = _name.Of(name), Arguments = Arguments(text, value) };
    }

    private void Legacy(JsonSlice call)
    {
        JsonText? name = null, text = null;
        JsonSlice value = default;
        var cursor = new ChatCursor(call.Memory);
        ChatCallReader.Function(ref cursor, ref name, ref text, ref value);
        tools.Take(new ChatToolFragment { Index = LegacyIndex, Name = name?.ToString() ?? "", Arguments = Arguments(text, value) }, 0, 1);
    }

    // Some vendors give the arguments as a value.
    private static JsonText Arguments(JsonText? text, JsonSlice value) => value.IsAbsent ? text ?? default : JsonText.From(value.ToString());
}
