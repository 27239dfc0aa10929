using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Reads the deltas of one choice: thought, then text, then calls, in whatever order the members stand.</summary>
internal sealed class ChatDeltaReader(BlockTracker blocks, ChatToolSlots tools)
{
    // Behind any index that an upstream counts to.
    private const long LegacyIndex = int.MaxValue;

    /// <summary>The model has refused in words of its own.</summary>
    public bool HasRefusal { get; private set; }

    public void Read(JsonSlice delta)
    {
        JsonText? reasoningContent = null, reasoning = null, refusal = null;
        JsonSlice content = default, details = default, calls = default, legacy = default;
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
            else cursor.SkipNext();
        }

        blocks.Grow(BlockKind.Reasoning, Thought(reasoningContent, reasoning, details).Token);
        Content(content);
        if (refusal is { IsEmpty: false } words)
        {
            HasRefusal = true;
            blocks.Grow(BlockKind.Refusal, words.Token);
        }

        if (calls.Kind == JsonTokenType.StartArray) Calls(calls);
        if (legacy.Kind == JsonTokenType.StartObject) Legacy(legacy);
    }

    private static JsonText Thought(JsonText? content, JsonText? reasoning, JsonSlice details)
    {
        if (content is { IsEmpty: false } first && !ChatDetails.IsPlaceholder(first)) return first;
        return reasoning is { IsEmpty: false } second && !ChatDetails.IsPlaceholder(second) ? second : ChatDetails.Read(details);
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
        ChatPartReader.Content(ref cursor, parts, "delta");
        foreach (var part in parts)
        {
            if (part is TextPart text) blocks.Grow(BlockKind.Text, text.Text.Token);
            else if (part is ReasoningPart reasoning) blocks.Grow(BlockKind.Reasoning, reasoning.Text.Token);
        }
    }

    private void Calls(JsonSlice calls)
    {
        var fragments = new List<ChatToolFragment>();
        var cursor = new ChatCursor(calls.Memory);
        cursor.Next();
        while (cursor.NextElement())
        {
            if (cursor.InObject()) fragments.Add(Fragment(ref cursor));
        }

        for (var i = 0; i < fragments.Count; i++) tools.Take(fragments[i], i, fragments.Count);
    }

    private static ChatToolFragment Fragment(ref ChatCursor cursor)
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

        return fragment with { Id = id?.ToString() ?? "", Name = name?.ToString() ?? "", Arguments = Arguments(text, value) };
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
