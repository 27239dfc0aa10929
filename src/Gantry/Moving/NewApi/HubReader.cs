using System.Globalization;
using System.Text.Json;
using Gantry.Catalog.Declared;
using Gantry.Storage;

namespace Gantry.Moving.NewApi;

/// <summary>Values of rows, with what is wrong about them. Problems are collected, so that one run shows them all; values are never repeated in them.</summary>
internal sealed class HubReader(string file)
{
    private readonly List<ConfigurationProblem> _problems = [];

    public void Error(ForeignRow row, string message) => _problems.Add(new ConfigurationProblem($"{file}: table {row.Table}, row {row.Identity}", null, message));

    /// <exception cref="ConfigurationException">There were problems.</exception>
    public void Done()
    {
        if (_problems.Count > 0) throw new ConfigurationException([.. _problems]);
    }

    public long Whole(ForeignRow row, string column, long absent)
    {
        if (row.TryWhole(column, absent, out var value)) return value;
        Error(row, $"{column} must be a whole number");
        return absent;
    }

    /// <summary>An object of JSON by its members; empty where the column is.</summary>
    public Dictionary<string, JsonElement> Members(ForeignRow row, string column)
    {
        var text = row.Text(column).Trim();
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (text.Length == 0 || text == "null") return members;
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                Error(row, $"{column} must hold a JSON object");
                return members;
            }

            foreach (var member in document.RootElement.EnumerateObject()) members[member.Name] = member.Value.Clone();
        }
        catch (JsonException failure)
        {
            Error(row, string.Create(CultureInfo.InvariantCulture, $"{column} is not valid JSON at line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}"));
        }

        return members;
    }

    /// <summary>A number that is not negative, exactly.</summary>
    public decimal? Number(ForeignRow row, string column, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && decimal.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1_000_000_000)
            return number;
        Error(row, $"{column}: '{name}' must be a number that is not negative");
        return null;
    }
}
