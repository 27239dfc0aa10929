using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>The sound of an answer, whose data and words come in pieces.</summary>
internal sealed class ChatAudio
{
    private readonly List<(string Name, bool IsText, ArrayBufferWriter<byte> Value)> _members = [];

    /// <summary>Adds what a delta says: texts of data and transcript come to those before, anything else takes the place.</summary>
    public void Add(JsonSlice audio)
    {
        if (audio.Kind != JsonTokenType.StartObject) return;
        var cursor = new ChatCursor(audio.Memory);
        cursor.Next();
        while (cursor.NextMember())
        {
            string name = cursor.Text().ToString();
            var value = cursor.NextValue();
            bool grows = name is "data" or "transcript" && value.Kind == JsonTokenType.String;
            var member = Member(name, grows);
            if (!grows) member.ResetWrittenCount();
            member.Write(grows ? value.Span[1..^1] : value.Span);
        }
    }

    public ForeignPart? ToPart()
    {
        if (_members.Count == 0) return null;
        var whole = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(whole, WireJson.Options))
        {
            json.WriteStartObject();
            foreach (var (name, isText, value) in _members)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(isText ? [(byte)'"', .. value.WrittenSpan, (byte)'"'] : value.WrittenSpan, skipInputValidation: true);
            }

            json.WriteEndObject();
        }

        return new ForeignPart(Protocol.Chat, ChatWords.MessageMember + "audio", new JsonSlice(whole.WrittenMemory));
    }

    private ArrayBufferWriter<byte> Member(string name, bool isText)
    {
        int at = _members.FindIndex(member => member.Name == name);
        if (at >= 0 && _members[at].IsText == isText) return _members[at].Value;
        if (at >= 0) _members.RemoveAt(at);
        _members.Add((name, isText, new ArrayBufferWriter<byte>(256)));
        return _members[^1].Value;
    }
}
