using System.Globalization;
using System.Text.Json;
using Gantry.Billing.Ledger;
using Gantry.Catalog;

namespace Gantry.Cli.Ledger;

/// <summary>
/// A provider's invoice as lines of day, upstream, credential, model and amount: CSV with these names in its first line, or a JSON array of
/// objects. Day and amount (USD) must be there, and upstream or credential.
/// </summary>
internal static class InvoiceFile
{
    /// <exception cref="CatalogRefusedException">What cannot be read, with its line.</exception>
    public static IReadOnlyList<CostCell> Read(string name, string text)
    {
        var lines = name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ReadJson(text) : ReadCsv(text);
        if (lines.Count == 0) throw Refused($"{name} has no lines");
        return [.. lines.Select((line, i) => Cell(line, $"{name}, line {i + 1} of the invoice"))];
    }

    private static List<Dictionary<string, string>> ReadJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return
            [
                .. json.RootElement.EnumerateArray().Select(line => line.EnumerateObject().ToDictionary(
                    member => member.Name,
                    member => member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText(),
                    StringComparer.OrdinalIgnoreCase)),
            ];
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Refused($"the invoice is no JSON array of objects: {failure.Message}");
        }
    }

    private static List<Dictionary<string, string>> ReadCsv(string text)
    {
        var rows = text.ReplaceLineEndings("\n").Split('\n').Where(row => row.Trim().Length > 0).Select(Fields).ToList();
        if (rows.Count == 0) return [];
        var names = rows[0].Select(n => n.Trim().TrimStart('\uFEFF')).ToList();
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Count) throw Refused("the invoice has two columns of one name");
        return [.. rows.Skip(1).Select(row => names.Zip(row).ToDictionary(p => p.First, p => p.Second.Trim(), StringComparer.OrdinalIgnoreCase))];
    }

    private static List<string> Fields(string row)
    {
        var fields = new List<string> { "" };
        var quoted = false;
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i] == '"' && quoted && i + 1 < row.Length && row[i + 1] == '"') fields[^1] += row[++i];
            else if (row[i] == '"') quoted = !quoted;
            else if (row[i] == ',' && !quoted) fields.Add("");
            else fields[^1] += row[i];
        }

        return fields;
    }

    private static CostCell Cell(Dictionary<string, string> line, string where)
    {
        var upstream = line.GetValueOrDefault("upstream", "");
        var credential = line.GetValueOrDefault("credential", "");
        if (upstream.Length + credential.Length == 0) throw Refused($"{where}: names neither upstream nor credential");
        if (!DateOnly.TryParseExact(line.GetValueOrDefault("day", ""), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw Refused($"{where}: 'day' is no date such as 2026-07-24");
        var amount = line.GetValueOrDefault("amount", "");
        var negative = amount.StartsWith('-');
        if (DecimalText.TryParse(negative ? amount[1..] : amount, DecimalText.Nano, out var nanos) is { } wrong) throw Refused($"{where}: the amount '{amount}' {wrong}");
        return new CostCell(day, upstream, credential, line.GetValueOrDefault("model", ""), negative ? -nanos : nanos);
    }

    private static CatalogRefusedException Refused(string reason) => new([reason]);
}
