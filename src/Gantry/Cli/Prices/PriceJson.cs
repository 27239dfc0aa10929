using System.Collections.Immutable;
using System.Text.Json;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Cli.Prices;

/// <summary>Price versions for machines: prices in USD as decimal text.</summary>
internal static class PriceJson
{
    public static void Write(ImmutableArray<PriceVersion> versions, TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartArray();
        foreach (var version in versions) Write(version, json);
        json.WriteEndArray();
    });

    private static void Write(PriceVersion version, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", version.Id);
        json.WriteString("model", version.Model);
        json.WriteString("book", version.Book);
        json.WriteString("valid_from", version.ValidFrom);
        json.WriteString("source", version.Source);
        json.WriteBoolean("free", version.Free);
        json.WriteStartArray("prices");
        foreach (var line in version.Lines)
        {
            json.WriteStartObject();
            json.WriteString("dimension", PriceUnits.Name(line.Dimension));
            json.WriteString("usd", PriceUnits.Dollars(line));
            json.WriteString("unit", PriceUnits.Unit(line.Dimension));
            json.WriteString("service_tier", EnumWords.Of(line.Tier));
            if (line.TierTokens > 0)
            {
                json.WriteNumber("prompt_tokens", line.TierTokens);
                json.WriteString("bound", EnumWords.Of(line.Bound));
            }

            if (line.Variant is not null) json.WriteString("variant", line.Variant);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
