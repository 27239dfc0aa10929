using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>Walks the tokens of one JSON document, as strict as <see cref="Utf8JsonReader"/> and with its conventions.</summary>
/// <remarks>
/// Made for bodies of code and prose: strings are searched in blocks, where the reader of the runtime goes byte by byte from the first escape on.
/// Texts are bounded, not decoded; whether they are UTF-8 is not looked at.
/// </remarks>
internal ref struct JsonTokens
{
    private const int Deepest = 512;

    private static readonly SearchValues<byte> NumberEnds = SearchValues.Create(",}] \n\r\t/"u8);

    private readonly ReadOnlySpan<byte> _json;
    private readonly int _maxDepth;
    private JsonNesting _objects;   // a bit for each open container: it is an object
    private int _depth;
    private int _at;

    /// <param name="json">One document.</param>
    /// <param name="maxDepth">At most 512.</param>
    public JsonTokens(ReadOnlySpan<byte> json, int maxDepth = Deepest)
    {
        _json = json;
        _maxDepth = Math.Min(maxDepth, Deepest);
    }

    /// <summary>What the walk stands on.</summary>
    public JsonTokenType Kind { get; private set; }

    /// <summary>Where the token begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where the token ends: of a name, behind its quote.</summary>
    public int End { get; private set; }

    /// <summary>Open containers around the token: 0 for the outermost value and its end.</summary>
    public readonly int Depth => Kind is JsonTokenType.StartObject or JsonTokenType.StartArray ? _depth - 1 : _depth;

    /// <summary>The name or text has escapes.</summary>
    public bool IsEscaped { get; private set; }

    /// <summary>The token; of a name or text what stands between the quotes.</summary>
    public readonly ReadOnlySpan<byte> Value => Kind is JsonTokenType.String or JsonTokenType.PropertyName ? _json[(Start + 1)..(End - 1)] : _json[Start..End];

    /// <summary>The token with its quotes.</summary>
    public readonly ReadOnlySpan<byte> Raw => _json[Start..End];

    /// <summary>Goes to the next token; false behind the document.</summary>
    /// <exception cref="JsonException">It is not JSON, or too deep.</exception>
    public bool Read()
    {
        Space();
        if (_at >= _json.Length)
        {
            if (_depth == 0 && Kind != JsonTokenType.None) return false;
            throw Fault();
        }

        byte next = _json[_at];
        if (Kind is JsonTokenType.None or JsonTokenType.PropertyName)
        {
            Any(next);
            return true;
        }

        if (_depth == 0) throw Fault();
        bool isObject = JsonNesting.Get(_objects, _depth);
        if (next == (isObject ? '}' : ']'))
        {
            _depth--;
            Take(isObject ? JsonTokenType.EndObject : JsonTokenType.EndArray, 1);
            return true;
        }

        if (Kind is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            if (next != ',') throw Fault();
            _at++;
            Space();
            if (_at >= _json.Length) throw Fault();
            next = _json[_at];
        }

        if (isObject) Name(next);
        else Any(next);
        return true;
    }

    /// <summary>Goes to the end of the value that the walk stands on, or behind the name on which it stands.</summary>
    public void Skip()
    {
        if (Kind == JsonTokenType.PropertyName) Read();
        if (Kind is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return;
        int depth = _depth - 1;
        do
        {
            Read();
        }
        while (_depth > depth);
    }

    /// <summary>Whether the name or text is this one, however it is spelled.</summary>
    public readonly bool Is(ReadOnlySpan<byte> text)
    {
        if (Kind is not (JsonTokenType.String or JsonTokenType.PropertyName)) return false;
        return IsEscaped ? new JsonText(_json[Start..End].ToArray()).ValueEquals(text) : Value.SequenceEqual(text);
    }

    /// <summary>The number, where it is a whole one.</summary>
    public readonly bool TryGetInt64(out long number)
    {
        number = 0;
        return Kind == JsonTokenType.Number && Utf8Parser.TryParse(Value, out number, out int used) && used == End - Start;
    }

    private void Space()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _at++;
    }

    private void Take(JsonTokenType kind, int length)
    {
        (Kind, Start, End) = (kind, _at, _at + length);
        _at = End;
    }

    private void Name(byte next)
    {
        if (next != '"') throw Fault();
        Text(JsonTokenType.PropertyName);
        Space();
        if (_at >= _json.Length || _json[_at] != ':') throw Fault();
        _at++;
    }

    private void Any(byte next)
    {
        switch (next)
        {
            case (byte)'"':
                Text(JsonTokenType.String);
                break;
            case (byte)'{' or (byte)'[':
                if (_depth >= _maxDepth) throw Fault();
                JsonNesting.Set(ref _objects, ++_depth, next == '{');
                Take(next == '{' ? JsonTokenType.StartObject : JsonTokenType.StartArray, 1);
                break;
            case (byte)'t':
                Word("true"u8, JsonTokenType.True);
                break;
            case (byte)'f':
                Word("false"u8, JsonTokenType.False);
                break;
            case (byte)'n':
                Word("null"u8, JsonTokenType.Null);
                break;
            default:
                Number();
                break;
        }
    }

    private void Word(ReadOnlySpan<byte> word, JsonTokenType kind)
    {
        if (!_json[_at..].StartsWith(word)) throw Fault();
        Take(kind, word.Length);
    }

    private void Text(JsonTokenType kind)
    {
        int end = StringScan.End(_json, _at + 1, out bool escaped);
        if (end < 0) throw Fault();
        IsEscaped = escaped;
        Take(kind, end + 1 - _at);
    }

    private void Number()
    {
        int at = _at;
        if (Peek(at) == '-') at++;
        if (Peek(at) == '0') at++;
        else at = Digits(at);
        if (Peek(at) == '.') at = Digits(at + 1);
        if (Peek(at) is (byte)'e' or (byte)'E')
        {
            at++;
            if (Peek(at) is (byte)'+' or (byte)'-') at++;
            at = Digits(at);
        }

        bool isDone = at < _json.Length ? NumberEnds.Contains(_json[at]) : _depth == 0;
        if (!isDone) throw Fault();
        Take(JsonTokenType.Number, at - _at);
    }

    private readonly byte Peek(int at) => at < _json.Length ? _json[at] : (byte)0;

    private readonly int Digits(int at)
    {
        int from = at;
        while (char.IsAsciiDigit((char)Peek(at))) at++;
        return at > from ? at : throw Fault();
    }

    private readonly JsonException Fault() => new($"Byte {_at} is not what JSON has there.");
}
