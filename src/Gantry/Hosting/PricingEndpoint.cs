using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gantry.Access;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Relay;
using Gantry.Snapshot;

namespace Gantry.Hosting;

/// <summary><c>GET /api/pricing</c>: what every model costs in every group, as it is charged. Prices are USD as decimal text: no reader has to round.</summary>
internal static class PricingEndpoint
{
    public static void MapPricing(this IEndpointRouteBuilder app) => app.MapGet(DeclaredEndpoints.Pricing.Path, WriteAsync);

    private static async Task WriteAsync(HttpContext http, SnapshotHolder snapshots, AccessCheck access)
    {
        var snapshot = snapshots.Current;
        var groups = snapshot.Groups.Values.OrderBy(g => g.Name, StringComparer.OrdinalIgnoreCase).AsEnumerable();
        if (!snapshot.Settings.PricingPublic)
        {
            var decision = access.Identify(snapshot, http.Request);
            if (decision.Refusal is { } refusal)
            {
                await ModelsHandler.WriteErrorAsync(http, Protocol.Chat, refusal with { RequestId = http.Response.Headers[RequestIds.Header].ToString() });
                return;
            }

            groups = decision.Key!.Groups;
        }

        var body = new ArrayBufferWriter<byte>(16 * 1024);
        Write(snapshot, groups.Where(g => g.Status != GroupStatus.Closed), body);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }

    private static void Write(GatewaySnapshot snapshot, IEnumerable<Group> groups, IBufferWriter<byte> body)
    {
        using var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("currency", "USD");
        json.WriteNumber("version", snapshot.Version);
        if (snapshot.PricesUntil is { } until) json.WriteString("next_change", until);
        else json.WriteNull("next_change");
        json.WriteStartArray("groups");
        foreach (var group in groups) Write(group, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Group group, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", group.Name);
        json.WriteString("description", group.Description);
        json.WriteString("multiplier", DecimalText.Format(group.MultiplierPpm, DecimalText.Ppm, 1));
        json.WriteString("cancel_policy", EnumWords.Of(group.CancelPolicy));
        json.WriteStartArray("models");
        foreach (var offer in group.Offers.Values.Select(o => o[0]).DistinctBy(o => o.Model.Id).OrderBy(o => o.Model.Id, StringComparer.Ordinal)) Write(offer.Model, offer.Price, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Model model, PinnedPrice? price, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Id);
        json.WriteString("display_name", model.DisplayName);
        json.WriteString("owned_by", model.OwnedBy);
        // A model without a price is refused with price_not_configured: that it is there is no secret.
        json.WriteBoolean("available", price is not null);
        if (price is not null)
        {
            json.WriteString("price_version", price.Version.Id);
            json.WriteString("valid_from", price.Version.ValidFrom);
            json.WriteString("source", price.Version.Source);
            json.WriteBoolean("free", price.IsFree);
            json.WriteString("multiplier", DecimalText.Format(price.MultiplierPpm, DecimalText.Ppm, 1));
            json.WriteStartArray("prices");
            foreach (var line in price.Version.Lines) Write(line, price.MultiplierPpm, json);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(PriceLine line, long multiplierPpm, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("dimension", PriceUnits.Name(line.Dimension));
        json.WriteString("unit", PriceUnits.Unit(line.Dimension));
        json.WriteString("service_tier", EnumWords.Of(line.Tier));
        if (line.TierTokens > 0)
        {
            json.WriteNumber("prompt_tokens", line.TierTokens);
            json.WriteString("bound", line.Bound == TierBound.AtLeast ? LongContextPrice.AtLeast : LongContextPrice.GreaterThan);
        }

        if (line.Variant is not null) json.WriteString("variant", line.Variant);
        json.WriteString("list", PriceUnits.Dollars(line));
        json.WriteString("charged", PriceUnits.Dollars(line, multiplierPpm));
        json.WriteEndObject();
    }
}
