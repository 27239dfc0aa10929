using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gantry.Cli.ClientFiles;

/// <summary>Reads JSON as clients take it: with comments, and with commas behind the last member. Everything else is a fault with its place.</summary>
/// <param name="text">The text.</param>
/// <param name="isStrict">For clients that take neither: they are faults too.</param>
internal sealed partial class JsoncParser(string text, bool isStrict = false)
{
    private const int Deepest = 100;

    private static readonly SearchValues<char> Word = SearchValues.Create("+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$");

    private int _at;

    /// <returns>Null where the text holds nothing but blanks and comments.</returns>
    /// <exception cref="TextFaultException">It is no JSON.</exception>
    public JsoncNode? Parse()
    {
        SkipBlanks();
        if (_at == text.Length) return null;
        var root = Value(0);
        SkipBlanks();
        return _at == text.Length ? root : throw Fault("there is something behind the end of the JSON value");
    }

    private JsoncNode Value(int depth)
    {
        if (depth > Deepest) throw Fault("it is nested too deeply");
        if (_at == text.Length) throw Fault("it ends where a value is expected");
        return text[_at] switch
        {
            '{' => Object(depth),
            '[' => Array(depth),
            '"' => String(),
            _ => Literal(),
        };
    }

    private JsoncNode Object(int depth)
    {
        var node = new JsoncNode(JsonValueKind.Object, _at++);
        while (true)
        {
            SkipBlanks();
            if (Take('}')) break;
            if (node.Members is [.., { CommaEnd: null }]) throw Fault("a comma or } is missing");
            if (_at == text.Length || text[_at] != '"') throw Fault(_at == text.Length ? "an object is not closed" : "a member's name in quotation marks is expected");
            var name = String();
            SkipBlanks();
            if (!Take(':')) throw Fault("a colon is missing behind a member's name");
            SkipBlanks();
            var member = new JsoncMember(name.Text!, name.Start, Value(depth + 1));
            node.Members.Add(member);
            SkipBlanks();
            if (Take(',')) member.CommaEnd = _at;
        }

        if (isStrict && node.Members is [.., { CommaEnd: { } comma }]) throw Trailing(comma);
        node.End = _at;
        return node;
    }

    private JsoncNode Array(int depth)
    {
        var node = new JsoncNode(JsonValueKind.Array, _at++);
        int? comma = null;
        while (true)
        {
            SkipBlanks();
            if (Take(']')) break;
            if (node.Items.Count > 0 && comma is null) throw Fault("a comma or ] is missing");
            node.Items.Add(Value(depth + 1));
            SkipBlanks();
            comma = Take(',') ? _at : null;
        }

        if (isStrict && comma is { } behind) throw Trailing(behind);

        node.End = _at;
        return node;
    }

    private JsoncNode String()
    {
        var start = _at++;
        while (true)
        {
            if (_at == text.Length || text[_at] < ' ') throw Fault("a string is not closed on its line");
            if (text[_at] == '"') break;
            _at += text[_at] == '\\' ? 2 : 1;
            if (_at > text.Length) _at = text.Length;
        }

        _at++;
        return new JsoncNode(JsonValueKind.String, start) { End = _at, Text = Decode(start) };
    }

    private JsoncNode Literal()
    {
        var length = text.AsSpan(_at).IndexOfAnyExcept(Word);
        var word = length < 0 ? text.AsSpan(_at) : text.AsSpan(_at, length);
        var kind = word switch
        {
            "true" => JsonValueKind.True,
            "false" => JsonValueKind.False,
            "null" => JsonValueKind.Null,
            _ when Number().IsMatch(word) => JsonValueKind.Number,
            _ => throw Fault("a value is expected"),
        };
        var node = new JsoncNode(kind, _at) { End = _at + word.Length };
        _at = node.End;
        return node;
    }

    private string Decode(int start)
    {
        try
        {
            return JsonElement.Parse(text.AsSpan(start, _at - start)).GetString()!;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair.
            throw new TextFaultException("a string holds a wrong escape", text, start);
        }
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            if (text[_at] is ' ' or '\t' or '\r' or '\n') _at++;
            else if (SkipComment(text, _at) is var end && end > _at) _at = isStrict ? throw Fault("a comment stands there, and the client takes none") : end;
            else return;
        }
    }

    /// <summary>Behind the comment that begins here, without the end of its line; the same place where none does.</summary>
    public static int SkipComment(string text, int at)
    {
        if (text.AsSpan(at).StartsWith("//")) return TextLines.End(text, at);
        if (!text.AsSpan(at).StartsWith("/*")) return at;
        var end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
        return end < 0 ? throw new TextFaultException("a comment is not closed", text, at) : end + 2;
    }

    private bool Take(char expected)
    {
        if (_at == text.Length || text[_at] != expected) return false;
        _at++;
        return true;
    }

    private TextFaultException Fault(string reason) => new(reason, text, _at);

    private TextFaultException Trailing(int commaEnd) => new("there is a comma behind the last of several, and the client takes none", text, commaEnd - 1);

    [GeneratedRegex(@"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
