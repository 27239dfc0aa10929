using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>One pass over a body that cuts texts and values out of it without copying them.</summary>
internal ref struct ChatCursor(ReadOnlyMemory<byte> body)
{
    private JsonTokens _reader = new(body.Span);

    /// <summary>What the cursor stands on.</summary>
    public readonly JsonTokenType Kind => _reader.Kind;

    /// <summary>Goes to the next token.</summary>
    /// <exception cref="JsonException">There is none, or it is no JSON.</exception>
    public void Next()
    {
        if (!_reader.Read()) throw new JsonException("The value ends too early.");
    }

    /// <summary>Goes to the next member's name; false at the end of the object.</summary>
    public bool NextMember()
    {
        Next();
        return Kind == JsonTokenType.PropertyName;
    }

    /// <summary>Goes to the next element; false at the end of the array.</summary>
    public bool NextElement()
    {
        Next();
        return Kind != JsonTokenType.EndArray;
    }

    /// <summary>Goes from the name to the value and into it when it is an object.</summary>
    /// <returns>False for <c>null</c>, and for any other value, which is skipped.</returns>
    public bool EnterObject()
    {
        Next();
        return InObject();
    }

    /// <summary>Whether the value here is an object; another one is skipped.</summary>
    public bool InObject()
    {
        if (Kind == JsonTokenType.StartObject) return true;
        _reader.Skip();
        return false;
    }

    /// <summary>Whether the name or text here is this one.</summary>
    public readonly bool Is(ReadOnlySpan<byte> text) => _reader.Is(text);

    /// <summary>The name or text here.</summary>
    public readonly JsonText Text() => new(body[_reader.Start.._reader.End]);

    /// <summary>The next value as text; null where it is none (it is skipped then).</summary>
    public JsonText? NextText()
    {
        Next();
        if (Kind == JsonTokenType.String) return Text();
        _reader.Skip();
        return null;
    }

    /// <summary>The next value, whatever it is.</summary>
    public JsonSlice NextValue()
    {
        Next();
        return Value();
    }

    /// <summary>The value here, whatever it is.</summary>
    public JsonSlice Value()
    {
        var start = _reader.Start;
        _reader.Skip();
        return new JsonSlice(body[start.._reader.End]);
    }

    /// <summary>Where the token here begins.</summary>
    public readonly int Start => _reader.Start;

    /// <summary>From a start to the end of the value that has just been read.</summary>
    public readonly JsonSlice Since(int start) => new(body[start.._reader.End]);

    /// <summary>The next value as a whole number; null where it is none.</summary>
    public long? NextInteger()
    {
        Next();
        if (_reader.TryGetInt64(out var number)) return number;
        _reader.Skip();
        return null;
    }

    /// <summary>Skips the next value.</summary>
    public void SkipNext()
    {
        Next();
        _reader.Skip();
    }

    /// <summary>Nothing may follow but space.</summary>
    /// <exception cref="JsonException">Something follows.</exception>
    public void End()
    {
        if (_reader.Read()) throw new JsonException("Something follows the value.");
    }
}
