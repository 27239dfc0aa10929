using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gantry.Access;
using Gantry.Contracts.Manage.Prices;
using Gantry.Management.Prices;
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
        var groups = PriceBoard.All(snapshot);
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
        Write(PriceBoard.Of(snapshot, groups), body);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }

    private static void Write(PriceListView list, IBufferWriter<byte> body)
    {
        using var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("currency", "USD");
        json.WriteNumber("version", list.Version);
        if (list.NextChange is { } until) json.WriteString("next_change", until);
        else json.WriteNull("next_change");
        json.WriteStartArray("groups");
        foreach (var group in list.Groups) Write(group, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(GroupPricesView group, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", group.Name);
        json.WriteString("description", group.Description);
        json.WriteString("multiplier", group.Multiplier);
        json.WriteString("cancel_policy", group.CancelPolicy);
        json.WriteStartArray("models");
        foreach (var model in group.Models) Write(model, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(ModelPricesView model, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Id);
        json.WriteString("display_name", model.DisplayName);
        json.WriteString("owned_by", model.OwnedBy);
        // A model without a price is refused with price_not_configured: that it is there is no secret.
        json.WriteBoolean("available", model.PriceVersion is not null);
        if (model.PriceVersion is not null)
        {
            json.WriteString("price_version", model.PriceVersion);
            json.WriteString("valid_from", model.ValidFrom!.Value);
            json.WriteString("source", model.Source);
            json.WriteBoolean("free", model.Free);
            json.WriteString("multiplier", model.Multiplier);
            json.WriteStartArray("prices");
            foreach (var line in model.Prices) Write(line, json);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Write(PriceView line, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("dimension", line.Dimension);
        json.WriteString("unit", line.Unit);
        json.WriteString("service_tier", line.ServiceTier);
        if (line.PromptTokens > 0)
        {
            json.WriteNumber("prompt_tokens", line.PromptTokens);
            json.WriteString("bound", line.Bound);
        }

        if (line.Variant is not null) json.WriteString("variant", line.Variant);
        json.WriteString("list", line.List);
        json.WriteString("charged", line.Charged);
        json.WriteEndObject();
    }
}
