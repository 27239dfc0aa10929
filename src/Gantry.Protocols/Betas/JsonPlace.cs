using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Betas;

/// <summary>A value in a body that is edited where it stands.</summary>
/// <param name="value">Its bytes.</param>
/// <param name="offset">Where they begin in the body.</param>
/// <param name="name">The member's name, where it is one.</param>
/// <param name="start">Where the member begins, with its name.</param>
internal sealed class JsonPlace(ReadOnlyMemory<byte> value, int offset, string name = "", int? start = null)
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 256 };

    private IReadOnlyList<JsonPlace>? _children;

    public string Name => name;

    /// <summary>Offset of the name, or of the value where there is none.</summary>
    public int Start => start ?? offset;

    public int End => offset + value.Length;

    public ByteRange Range => new(offset, value.Length);

    public bool IsFalse => value.Span.SequenceEqual("false"u8);

    public bool IsArray => value.Span[0] == (byte)'[';

    /// <summary>The members of an object, the elements of an array; nothing of anything else.</summary>
    public IReadOnlyList<JsonPlace> Children() => _children ??= Read();

    /// <summary>A member, the last where there are several.</summary>
    public JsonPlace? Find(string member) => IsArray ? null : Children().LastOrDefault(child => child.Name == member);

    /// <summary>The text of a member; null where it is none.</summary>
    public string? Text(string member) => Find(member)?.AsText();

    private string? AsText()
    {
        var reader = new Utf8JsonReader(value.Span, Deep);
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? JsonObjectEdit.Name(ref reader) : null;
    }

    private List<JsonPlace> Read()
    {
        var reader = new Utf8JsonReader(value.Span, Deep);
        reader.Read();
        var found = new List<JsonPlace>();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return found;
        }

        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            var begins = (int)reader.TokenStartIndex;
            var member = "";
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                member = JsonObjectEdit.Name(ref reader);
                reader.Read();
            }

            var at = (int)reader.TokenStartIndex;
            reader.Skip();
            found.Add(new JsonPlace(value[at..(int)reader.BytesConsumed], offset + at, member, offset + begins));
        }

        return found;
    }
}
