using System.Collections.Immutable;
using System.Text.Json;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Moving;

namespace Gantry.Cli.Moving;

/// <summary>An import for machines. Amounts are texts, so that no reader rounds them.</summary>
internal static class ImportJson
{
    public static void Write(MoveReport report, ApplyReport? plan, ApplyReport? applied, IReadOnlyList<string> written, TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartObject();
        json.WriteString("format", report.Format);
        json.WriteString("file", report.File);
        json.WriteBoolean("exact", report.IsExact);
        json.WriteStartObject("summary");
        foreach (var outcome in Enum.GetValues<MoveOutcome>()) json.WriteNumber(EnumWords.Of(outcome), report.Count(outcome));
        json.WriteEndObject();
        json.WriteStartArray("items");
        foreach (var item in report.Items)
        {
            json.WriteStartObject();
            json.WriteString("kind", item.Kind);
            json.WriteString("name", item.Name);
            json.WriteString("outcome", EnumWords.Of(item.Outcome));
            json.WriteString("detail", item.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("keys");
        foreach (var parity in report.Keys) Key(parity, json);
        json.WriteEndArray();
        Texts("secrets", report.Carried, json);
        Texts("variables_to_set", report.Needed, json);
        if ((applied ?? plan) is { } changes)
        {
            json.WriteBoolean("applied", applied is not null);
            Texts("changes", changes.Changes.Select(c => c.ToString()!), json);
            Texts("notes", changes.Notes, json);
            json.WriteStartArray("issued_keys");
            foreach (var issued in applied?.Issued ?? ImmutableArray<IssuedKey>.Empty)
            {
                json.WriteStartObject();
                json.WriteString("account", issued.Row.Account);
                json.WriteString("name", issued.Row.Name);
                json.WriteString("secret", issued.Secret);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        Texts("written", written, json);
        json.WriteEndObject();
    });

    private static void Key(KeyParity parity, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("account", parity.Key.Account);
        json.WriteString("name", parity.Key.Name);
        json.WriteBoolean("same", parity.Holds);
        Texts("models", parity.Key.Models.Select(m => m.Name), json);
        Texts("missing", parity.Missing, json);
        Texts("extra", parity.Extra, json);
        json.WriteNumber("prices_compared", parity.Compared);
        json.WriteNumber("models_without_price", parity.Unpriced);
        json.WriteString("greatest_difference", ImportText.Relative(parity));
        json.WriteStartArray("different_prices");
        foreach (var gap in parity.Gaps)
        {
            json.WriteStartObject();
            json.WriteString("model", gap.Model);
            json.WriteString("figure", gap.Figure);
            json.WriteString("there", ImportText.Dollars(gap.Price.Usd));
            json.WriteString("here", gap.Here is { } here ? ImportText.Dollars(here) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Texts(string name, IEnumerable<string> texts, Utf8JsonWriter json)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
