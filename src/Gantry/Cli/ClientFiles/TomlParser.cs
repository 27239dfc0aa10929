using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Gantry.Cli.ClientFiles;

/// <summary>Reads TOML 1.0 as far as its places are needed. What clients would refuse is a fault with its place.</summary>
internal sealed partial class TomlParser(string text)
{
    private const int Deepest = 100;

    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);
    private readonly List<Range> _strings = [];
    private int _at;

    /// <exception cref="TextFaultException">It is no TOML. Escapes in values are not looked at.</exception>
    public TomlDocument Parse()
    {
        var sections = new List<TomlSection> { new([], IsArray: false, 0) };
        var arrays = new List<ImmutableArray<string>>();
        while (true)
        {
            SkipLines();
            if (_at == text.Length) return new TomlDocument(text, sections, _strings);
            if (text[_at] == '[') sections.Add(Header(arrays));
            else sections[^1].Entries.Add(Entry(sections[^1].Path, sections[^1].IsArray ? null : _defined, 0));
            EndOfLine();
        }
    }

    private TomlSection Header(List<ImmutableArray<string>> arrays)
    {
        var start = _at;
        var isArray = text.AsSpan(_at).StartsWith("[[");
        _at += isArray ? 2 : 1;
        var path = Key();
        Blanks();
        if (!text.AsSpan(_at).StartsWith(isArray ? "]]" : "]")) throw Fault("a table's header is not closed");
        _at += isArray ? 2 : 1;
        if (isArray) arrays.Add(path);
        var within = isArray || arrays.Exists(array => TomlPaths.Begins(path, array));
        if (!within && (!_defined.Add("[" + TomlPaths.Text(path)) || _defined.Contains(TomlPaths.Text(path)))) throw new TextFaultException("a table is there twice", text, start);
        return new TomlSection(path, within, _at);
    }

    private TomlEntry Entry(ImmutableArray<string> table, HashSet<string>? defined, int depth)
    {
        var start = _at;
        var path = table.AddRange(Key());
        Blanks();
        if (_at == text.Length || text[_at] != '=') throw Fault("= is missing behind a key");
        _at++;
        Blanks();
        if (defined?.Add(TomlPaths.Text(path)) == false) throw new TextFaultException("a key is there twice", text, start);
        return new TomlEntry(path, start, Value(path, depth));
    }

    private ImmutableArray<string> Key()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        do
        {
            Blanks();
            names.Add(Name());
            Blanks();
        }
        while (Take('.'));
        return names.ToImmutable();
    }

    private string Name()
    {
        var start = _at;
        if (_at < text.Length && text[_at] is ('"' or '\''))
        {
            if (text.AsSpan(_at).StartsWith("\"\"\"") || text.AsSpan(_at).StartsWith("'''")) throw Fault("a key may not run over lines");
            String();
            return TomlString.Decode(text, start, _at, "a key");
        }

        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '-')) _at++;
        return _at > start ? text[start.._at] : throw Fault("a key is expected");
    }

    private TomlValue Value(ImmutableArray<string> path, int depth)
    {
        if (depth > Deepest) throw Fault("it is nested too deeply");
        if (_at == text.Length) throw Fault("it ends where a value is expected");
        var start = _at;
        IReadOnlyList<TomlEntry>? inline = null;
        switch (text[_at])
        {
            case '"' or '\'':
                String();
                _strings.Add(start.._at);
                break;
            case '[':
                Array(path, depth);
                break;
            case '{':
                inline = Table(path, depth);
                break;
            default:
                var match = Bare().Match(text, _at);
                if (!match.Success) throw Fault("a value is expected");
                _at += match.Length;
                break;
        }

        return new TomlValue(start, _at, inline);
    }

    private void Array(ImmutableArray<string> path, int depth)
    {
        _at++;
        for (var separated = true; ;)
        {
            SkipLines();
            if (Take(']')) return;
            if (!separated || _at == text.Length) throw Fault(_at == text.Length ? "an array is not closed" : "a comma or ] is missing");
            Value(path, depth + 1);
            SkipLines();
            separated = Take(',');
        }
    }

    private List<TomlEntry> Table(ImmutableArray<string> path, int depth)
    {
        var entries = new List<TomlEntry>();
        var defined = new HashSet<string>(StringComparer.Ordinal);
        _at++;
        // Version 1.1 of the language lets it run over lines.
        SkipLines();
        while (!Take('}'))
        {
            entries.Add(Entry(path, defined, depth + 1));
            SkipLines();
            if (Take(',')) SkipLines();
            else if (_at == text.Length || text[_at] != '}') throw Fault("an inline table is not closed");
        }

        return entries;
    }

    private void String()
    {
        var quote = text[_at];
        var start = _at;
        if (text.AsSpan(_at).StartsWith(new string(quote, 3)))
        {
            _at += 3;
            while (!text.AsSpan(_at).StartsWith(new string(quote, 3)))
            {
                if (_at >= text.Length) throw new TextFaultException("a string is not closed", text, start);
                _at += quote == '"' && text[_at] == '\\' ? 2 : 1;
                _at = Math.Min(_at, text.Length);
            }

            _at += 3;
            // Up to two quotation marks may stand right before the closing ones.
            for (var more = 0; more < 2 && _at < text.Length && text[_at] == quote; more++) _at++;
            return;
        }

        for (_at++; ; _at++)
        {
            if (_at >= text.Length || text[_at] is '\n' or '\r') throw new TextFaultException("a string is not closed on its line", text, start);
            if (text[_at] == quote) break;
            if (quote == '"' && text[_at] == '\\') _at++;
        }

        _at++;
    }

    private void EndOfLine()
    {
        Blanks();
        if (_at < text.Length && text[_at] == '#') _at = TextLines.End(text, _at);
        if (_at < text.Length && text[_at] is not ('\n' or '\r')) throw Fault("there is something behind the end of a line");
    }

    private void SkipLines()
    {
        while (_at < text.Length)
        {
            if (text[_at] is ' ' or '\t' or '\r' or '\n') _at++;
            else if (text[_at] == '#') _at = TextLines.End(text, _at);
            else return;
        }
    }

    private void Blanks()
    {
        while (_at < text.Length && text[_at] is (' ' or '\t')) _at++;
    }

    private bool Take(char expected)
    {
        if (_at >= text.Length || text[_at] != expected) return false;
        _at++;
        return true;
    }

    private TextFaultException Fault(string reason) => new(reason, text, _at);

    [GeneratedRegex(
        @"\G(?:true|false|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})?)?|[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
        + @"|0x[0-9A-Fa-f_]+|0o[0-7_]+|0b[01_]+|[+-]?(?:inf|nan|[0-9][0-9_]*(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9_]+)?))(?![0-9A-Za-z_+\-.:])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Bare();
}
