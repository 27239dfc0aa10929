using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>The members of one delta, or of a message in its place, as they stand: slices of the chunk. Read where they stand in the one pass over the
/// chunk, and told when all of the chunk is known. Serves all deltas of a stream, one after the other.</summary>
internal sealed class ChatDelta
{
    private readonly List<ChatToolFragment> _calls = [];
    private readonly List<(JsonText Name, JsonSlice Value)> _others = [];
    private RepeatedWord _id = new();
    private RepeatedWord _name = new();

    /// <summary>There is one.</summary>
    public bool IsPresent { get; private set; }

    public JsonSlice Content { get; private set; }

    public JsonText? ReasoningContent { get; private set; }

    public JsonText? Reasoning { get; private set; }

    public JsonSlice Details { get; private set; }

    public JsonText? Refusal { get; private set; }

    public JsonSlice Images { get; private set; }

    public JsonSlice Annotations { get; private set; }

    public JsonSlice Audio { get; private set; }

    /// <summary>Elements of <c>tool_calls</c>.</summary>
    public IReadOnlyList<ChatToolFragment> Calls => _calls;

    /// <summary>The old single call; null where there is none.</summary>
    public ChatToolFragment? Legacy { get; private set; }

    /// <summary>Members that the hub has no word for.</summary>
    public IReadOnlyList<(JsonText Name, JsonSlice Value)> Others => _others;

    /// <summary>Forgets what was read.</summary>
    public void Clear()
    {
        IsPresent = false;
        (ReasoningContent, Reasoning, Refusal, Legacy) = (null, null, null, null);
        (Content, Details, Images, Annotations, Audio) = (default, default, default, default, default);
        _calls.Clear();
        _others.Clear();
    }

    /// <summary>Reads the next value in the place of what was read before; anything but an object is skipped.</summary>
    public void Read(ref ChatCursor cursor)
    {
        Clear();
        if (!cursor.EnterObject()) return;
        IsPresent = true;
        while (cursor.NextMember())
        {
            if (cursor.Is("content"u8)) Content = cursor.NextValue();
            else if (cursor.Is("tool_calls"u8)) ReadCalls(ref cursor);
            else if (cursor.Is("reasoning_content"u8)) ReasoningContent = cursor.NextText();
            else if (cursor.Is("reasoning"u8)) Reasoning = cursor.NextText();
            else if (cursor.Is("reasoning_details"u8)) Details = cursor.NextValue();
            else if (cursor.Is("refusal"u8)) Refusal = cursor.NextText();
            else if (cursor.Is("function_call"u8)) ReadLegacy(ref cursor);
            else if (cursor.Is("images"u8)) Images = cursor.NextValue();
            else if (cursor.Is("annotations"u8)) Annotations = cursor.NextValue();
            else if (cursor.Is("audio"u8)) Audio = cursor.NextValue();
            else if (cursor.Is("role"u8)) cursor.SkipNext();
            else _others.Add((cursor.Text(), cursor.NextValue()));
        }
    }

    private void ReadCalls(ref ChatCursor cursor)
    {
        _calls.Clear();
        cursor.Next();
        if (cursor.Kind != JsonTokenType.StartArray)
        {
            cursor.Value();
            return;
        }

        while (cursor.NextElement())
        {
            if (cursor.InObject()) _calls.Add(Call(ref cursor));
        }
    }

    private ChatToolFragment Call(ref ChatCursor cursor)
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
                if (ChatCallReader.Function(ref cursor, ref name, ref text, ref value)) fragment = fragment with { Kind = Hub.BlockKind.CustomToolCall };
            }
            else if (cursor.Is("function"u8)) ChatCallReader.Function(ref cursor, ref name, ref text, ref value);
            else cursor.SkipNext();
        }

        return fragment with { Id = _id.Of(id), Name = _name.Of(name), Arguments = Arguments(text, value) };
    }

    private void ReadLegacy(ref ChatCursor cursor)
    {
        JsonText? name = null, text = null;
        JsonSlice value = default;
        Legacy = null;
        cursor.Next();
        if (cursor.Kind != JsonTokenType.StartObject)
        {
            cursor.Value();
            return;
        }

        ChatCallReader.Members(ref cursor, ref name, ref text, ref value);
        Legacy = new ChatToolFragment { Index = ChatToolFragment.LegacyIndex, Name = _name.Of(name), Arguments = Arguments(text, value) };
    }

    // Some vendors give the arguments as a value.
    private static JsonText Arguments(JsonText? text, JsonSlice value) => value.IsAbsent ? text ?? default : JsonText.From(value.ToString());
}
