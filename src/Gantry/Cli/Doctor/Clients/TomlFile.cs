using Gantry.Contracts.Connect;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>A client's file in TOML, as far as set-ups use it: tables, strings and plain values, one a line.</summary>
internal sealed class TomlFile
{
    private readonly List<(string Table, string Key, string Value, int Line)> _values = [];
    private readonly List<(string Table, int Line)> _tables = [];
    private readonly string[] _lines;

    private TomlFile(string path, string text)
    {
        Path = path;
        _lines = text.Split('\n');
        Read();
    }

    public string Path { get; }

    /// <summary>The line that is no TOML, from 1; null when there is none.</summary>
    public int? FaultLine { get; private set; }

    /// <returns>Null where there is no such file.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TomlFile? Open(string path) => File.Exists(path) ? new TomlFile(path, File.ReadAllText(path)) : null;

    public bool HasTable(string table) => _tables.Exists(one => one.Table == table) || _values.Exists(one => one.Table == table);

    /// <summary>The names below a table, such as those of providers.</summary>
    public IEnumerable<string> TablesBelow(string table) =>
        _tables.Where(one => one.Table.StartsWith(table + ".", StringComparison.Ordinal)).Select(one => one.Table[(table.Length + 1)..]);

    /// <summary>The file with the line of a table.</summary>
    public string Where(string table) => $"{Path}:{(_tables.Find(one => one.Table == table) is { Line: > 0 } found ? found.Line : 1)}";

    /// <summary>A value; null where there is none, or it is empty.</summary>
    public Setting? String(string table, string key)
    {
        var found = _values.FindLast(one => one.Table == table && one.Key == key);
        if (string.IsNullOrEmpty(found.Value)) return null;
        return new Setting(key, found.Value, $"{Path}:{found.Line}")
        {
            Path = Path,
            With = changed => string.Join('\n', _lines.Index().Select(line => line.Index == found.Line - 1 ? Changed(line.Item, changed) : line.Item)),
            Line = changed => $"{key} = {ShellText.Json(changed)}",
        };
    }

    private static string Changed(string line, string value)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        var rest = line[(equals + 1)..];
        var start = equals + 1 + (rest.Length - rest.TrimStart().Length);
        var (_, end) = Value(line, start);
        return line[..start] + ShellText.Json(value) + line[end..];
    }

    private void Read()
    {
        var (table, depth, quote) = ("", 0, "");
        foreach (var (index, raw) in _lines.Index())
        {
            var line = raw.Trim();
            if (quote.Length > 0)
            {
                if (line.Contains(quote, StringComparison.Ordinal)) quote = "";
                continue;
            }
            if (depth > 0)
            {
                depth += Depth(line);
                continue;
            }
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[')
            {
                var close = line.LastIndexOf(']');
                if (close < 0) FaultLine ??= index + 1;
                else _tables.Add((table = string.Join('.', line[..(close + 1)].Trim('[', ']').Split('.').Select(part => part.Trim().Trim('"', '\''))), index + 1));
                continue;
            }
            var equals = raw.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                FaultLine ??= index + 1;
                continue;
            }
            var key = raw[..equals].Trim().Trim('"', '\'');
            var start = raw.Length - raw[(equals + 1)..].TrimStart().Length;
            if (raw.AsSpan(start).StartsWith("\"\"\"") || raw.AsSpan(start).StartsWith("'''"))
            {
                quote = raw.Substring(start, 3);
                if (raw[(start + 3)..].Contains(quote, StringComparison.Ordinal)) quote = "";
                continue;
            }
            var (value, end) = Value(raw, start);
            if (end < 0) FaultLine ??= index + 1;
            else _values.Add((table, key, value, index + 1));
            depth = Math.Max(0, Depth(raw[start..]));
        }
        if (quote.Length > 0 || depth > 0) FaultLine ??= _lines.Length;
    }

    /// <summary>The value at a place of a line, without its quotation marks, and where it ends; -1 where a quotation mark is missing or nothing stands there.</summary>
    private static (string Value, int End) Value(string line, int start)
    {
        if (start >= line.Length || line[start] == '#') return ("", -1);
        if (line[start] is not ('"' or '\''))
        {
            var comment = line.IndexOf('#', start);
            var plain = (comment < 0 ? line[start..] : line[start..comment]).TrimEnd();
            // A word without quotation marks is a number, a boolean or a list; anything else has forgotten them.
            return (plain, plain[0] is '[' or '{' or '-' or '+' || char.IsAsciiDigit(plain[0]) || plain is "true" or "false" or "inf" or "nan" ? start + plain.Length : -1);
        }
        for (var end = start + 1; end < line.Length; end++)
        {
            if (line[start] == '"' && line[end] == '\\') end++;
            else if (line[end] == line[start]) return (line[(start + 1)..end], end + 1);
        }
        return ("", -1);
    }

    /// <summary>How many more lists and inline tables a text opens than it closes; they may go on over lines.</summary>
    private static int Depth(string text)
    {
        var (depth, quote) = (0, '\0');
        for (var index = 0; index < text.Length; index++)
        {
            var sign = text[index];
            if (quote != '\0')
            {
                if (sign == '\\' && quote == '"') index++;
                else if (sign == quote) quote = '\0';
            }
            else if (sign is '"' or '\'') quote = sign;
            else if (sign == '#') break;
            else if (sign is '[' or '{') depth++;
            else if (sign is ']' or '}') depth--;
        }
        return depth;
    }
}
