using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Tells the deltas of one choice: thought, then text, then calls, in whatever order the members stand.</summary>
internal sealed class ChatDeltaReader(BlockTracker blocks, ChatToolSlots tools)
{
    private readonly List<ForeignPart> _others = [];
    private ChatAudio? _audio;
    private bool _hasThought;
    private CitationList? _sealed;

    /// <summary>The model has refused in words of its own.</summary>
    public bool HasRefusal { get; private set; }

    public void Tell(ChatDelta delta)
    {
        if (!delta.Audio.IsAbsent) (_audio ??= new ChatAudio()).Add(delta.Audio);
        foreach (var (name, value) in delta.Others) Other(name, value);
        blocks.Grow(BlockKind.Reasoning, Thought(delta.ReasoningContent, delta.Reasoning, delta.Details).Token);
        Content(delta.Content);
        if (delta.Refusal is { IsEmpty: false } words)
        {
            HasRefusal = true;
            blocks.Grow(BlockKind.Refusal, words.Token);
        }

        if (delta.Annotations.Kind == JsonTokenType.StartArray && !JsonProbe.IsEmpty(delta.Annotations.Span)) blocks.Cite(Protocol.Chat, delta.Annotations.Span);
        if (delta.Images.Kind == JsonTokenType.StartArray) Images(delta.Images);
        if (IsSealed(delta.Details)) (_sealed ??= new CitationList()).Add(Protocol.Chat, delta.Details.Span);
        for (int i = 0; i < delta.Calls.Count; i++) tools.Take(delta.Calls[i], i, delta.Calls.Count);
        if (delta.Legacy is { } legacy) tools.Take(legacy, 0, 1);
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
}
