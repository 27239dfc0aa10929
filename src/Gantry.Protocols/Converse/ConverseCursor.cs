using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Converse;

/// <summary>Reads a body and knows where in it each value lies.</summary>
internal ref struct ConverseCursor
{
    private const int MaxDepth = 64;

    private readonly ReadOnlyMemory<byte> _body;
    private JsonTokens _reader;

    /// <summary>Stands on the first token.</summary>
    public ConverseCursor(ReadOnlyMemory<byte> body)
    {
        _body = body;
        _reader = new JsonTokens(body.Span, MaxDepth);
        _reader.Read();
    }

    public readonly JsonTokenType Token => _reader.Kind;

    /// <summary>Where the current token begins.</summary>
    public readonly int Start => _reader.Start;

    /// <summary>Goes to the value of the next member; false at the end of the object, and in what is none.</summary>
    public bool NextMember(out string name)
    {
        name = "";
        if (!_reader.Read() || _reader.Kind != JsonTokenType.PropertyName) return false;
        name = ConverseWords.Intern(_reader) ?? new JsonText(_body[Start.._reader.End]).ToString();
        _reader.Read();
        return true;
    }

    /// <summary>Goes to the next element; false at the end of the array.</summary>
    public bool NextElement() => _reader.Read() && _reader.Kind != JsonTokenType.EndArray;

    /// <summary>The whole value that the cursor stands on. It then stands on the value's last token.</summary>
    public JsonSlice Value()
    {
        int start = Start;
        _reader.Skip();
        return Since(start);
    }

    /// <summary>Everything from there to the end of the current token.</summary>
    public readonly JsonSlice Since(int start) => new(_body[start.._reader.End]);

    /// <summary>Makes sure that nothing follows.</summary>
    public void End() => _reader.Read();
}
