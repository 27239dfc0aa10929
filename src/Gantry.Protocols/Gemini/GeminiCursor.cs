using System.Globalization;
using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Walks a body once and cuts slices out of it. Google reads every member in camelCase and in snake_case: names are given in camelCase.</summary>
internal ref struct GeminiCursor
{
    private readonly ReadOnlyMemory<byte> _body;
    private const int LongestName = 64;

    private static readonly NameTable Usual = new(
    [
        "text", "parts", "role", "content", "contents", "functionCall", "functionResponse", "name", "args", "id", "response", "output", "error", "result", "index", "candidates",
        "finishReason", "usageMetadata", "modelVersion", "responseId", "description", "parametersJsonSchema", "functionDeclarations", "tools", "thought", "thoughtSignature",
    ]);

    private char[]? _name;
    private JsonTokens _json;

    /// <exception cref="JsonException">The body does not begin with a value.</exception>
    public GeminiCursor(ReadOnlyMemory<byte> body)
    {
        _body = body;
        _json = new JsonTokens(body.Span);
        _json.Read();
    }

    /// <summary>Where the walk is, for error messages.</summary>
    public string Scope { get; set; } = "";

    /// <summary>Decodes names and ids; null where there are few.</summary>
    public TextPool? Texts { get; set; }

    public int Turn { get; set; } = -1;

    public int Part { get; set; } = -1;

    public readonly JsonTokenType Kind => _json.Kind;

    public readonly bool IsNull => _json.Kind == JsonTokenType.Null;

    /// <summary>Where the value begins that the walk stands on.</summary>
    public readonly int Start => _json.Start;

    /// <summary>Goes to the value of the next member that is not null; false behind the last. Must stand on the object or behind a value in it.</summary>
    /// <param name="name">In camelCase; lives until the next member is read.</param>
    public bool NextMember(out ReadOnlySpan<char> name)
    {
        while (Read() == JsonTokenType.PropertyName)
        {
            name = Name();
            if (Read() != JsonTokenType.Null) return true;
        }

        name = default;
        return false;
    }

    /// <summary>Goes to the next element; false behind the last.</summary>
    public bool NextElement() => Read() != JsonTokenType.EndArray;

    /// <summary>Goes to the end of the value.</summary>
    public void Skip() => _json.Skip();

    /// <summary>The value as it stands; goes to its end.</summary>
    public JsonSlice Slice()
    {
        int start = Start;
        _json.Skip();
        return Since(start);
    }

    /// <summary>From a start to the end of the value that has just been read.</summary>
    public readonly JsonSlice Since(int start) => new(_body[start.._json.End]);

    public readonly JsonText Text(string member)
    {
        if (_json.Kind != JsonTokenType.String) throw Fault(member, "a text");
        return new JsonText(_body[Start.._json.End]);
    }

    /// <summary>A name or an id.</summary>
    public readonly string Word(string member) => Texts is null ? Text(member).ToString() : Texts.Of(Text(member));

    public readonly bool Flag(string member) => _json.Kind switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Fault(member, "true or false"),
    };

    public readonly JsonSlice Number(string member)
    {
        if (_json.Kind is not (JsonTokenType.Number or JsonTokenType.String)) throw Fault(member, "a number");
        return Since(Start);
    }

    /// <summary>Google takes whole numbers as texts too.</summary>
    public readonly long Count(string member)
    {
        var digits = _json.Value;
        if (_json.Kind is JsonTokenType.Number or JsonTokenType.String)
        {
            if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)) return whole;
            if (double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) < 1e15 && Math.Floor(number) == number)
            {
                return (long)number;
            }
        }

        throw Fault(member, "a whole number");
    }

    public readonly void ExpectObject(string member)
    {
        if (_json.Kind != JsonTokenType.StartObject) throw Fault(member, "an object");
    }

    /// <summary>Steps into a list. Google takes a single value for a list of one.</summary>
    /// <returns>Whether it is a list; otherwise the walk stands on the one value.</returns>
    public readonly bool IsList(string member) => _json.Kind switch
    {
        JsonTokenType.StartArray => true,
        JsonTokenType.StartObject => false,
        _ => throw Fault(member, "a list"),
    };

    /// <summary>Nothing may follow the value.</summary>
    public void ExpectEnd() => _json.Read();

    public readonly ProtocolException Fault(string member, string expected)
    {
        string path = Scope;
        if (Turn >= 0) path += string.Create(CultureInfo.InvariantCulture, $"[{Turn}]");
        if (Part >= 0) path += string.Create(CultureInfo.InvariantCulture, $".parts[{Part}]");
        if (member.Length > 0) path = path.Length == 0 ? member : $"{path}.{member}";
        return new ProtocolException($"{(path.Length == 0 ? "The body" : path)} has to be {expected}.", path);
    }

    private JsonTokenType Read() => _json.Read() ? _json.Kind : throw new JsonException("The body ends inside a value.");

    private ReadOnlySpan<char> Name()
    {
        var raw = _json.Value;
        if (Usual.Find(raw) is { } usual) return usual;
        if (_json.IsEscaped || raw.Length > LongestName || raw.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
        {
            return new JsonText((byte[])[(byte)'"', .. raw, (byte)'"']).ToString();
        }

        var name = _name ??= new char[LongestName];
        int length = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            bool joins = raw[i] == '_' && i > 0 && i + 1 < raw.Length && char.IsAsciiLetterLower((char)raw[i + 1]);
            name[length++] = joins ? char.ToUpperInvariant((char)raw[++i]) : (char)raw[i];
        }

        return name.AsSpan(0, length);
    }
}
