using System.Text;

namespace Gantry.Tests.Billing.Exports;

/// <summary>Reads RFC 4180 by its own grammar, and nothing else.</summary>
internal static class CsvReading
{
    /// <summary>The records by the names in the first line.</summary>
    public static List<Dictionary<string, string>> Rows(string text)
    {
        var rows = Fields(text);
        return [.. rows.Skip(1).Select(row => rows[0].Zip(row, (name, value) => (name, value)).ToDictionary(p => p.name, p => p.value))];
    }

    public static List<List<string>> Fields(string text)
    {
        var rows = new List<List<string>>();
        var row = new List<string>();
        var at = 0;
        while (at < text.Length)
        {
            row.Add(text[at] == '"' ? QuotedField(text, ref at) : PlainField(text, ref at));
            if (at < text.Length && text[at] == ',')
            {
                if (++at == text.Length || text[at] == '\r') row.Add("");
                if (at < text.Length && text[at] != '\r') continue;
            }

            if (text.AsSpan(at, 2) is not "\r\n") throw new FormatException($"a record does not end with CR LF at {at}");
            at += 2;
            rows.Add(row);
            row = [];
        }

        if (rows.Any(r => r.Count != rows[0].Count)) throw new FormatException("records of different lengths");
        return rows;
    }

    private static string PlainField(string text, ref int at)
    {
        var start = at;
        while (text[at] is not (',' or '\r'))
        {
            if (text[at] is '"' or '\n') throw new FormatException($"'{text[at]}' in a field without quotes at {at}");
            at++;
        }

        return text[start..at];
    }

    private static string QuotedField(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; ; at++)
        {
            if (text[at] != '"') value.Append(text[at]);
            else if (text[++at] == '"') value.Append('"');
            else return value.ToString();
        }
    }
}
