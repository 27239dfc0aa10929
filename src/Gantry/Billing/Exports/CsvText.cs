using System.Buffers;
using System.Text;

namespace Gantry.Billing.Exports;

/// <summary>Fields of CSV (RFC 4180) that no spreadsheet takes for a formula (reliability S-39).</summary>
internal static class CsvText
{
    // Spreadsheets of East Asia take the wide forms of the signs for the signs.
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20");
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n\t\0");

    /// <summary>Writes one field. One that a spreadsheet would run gets a leading apostrophe, which shows that it is text.</summary>
    public static void Write(IBufferWriter<byte> output, string text)
    {
        if (text.Length > 0 && Formula.Contains(text[0])) text = "'" + text;
        if (text.AsSpan().ContainsAny(Quoted)) text = $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        Encoding.UTF8.GetBytes(text, output);
    }
}
