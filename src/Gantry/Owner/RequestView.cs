using System.Globalization;
using System.Text.Json;
using Gantry.Billing;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Protocols.Hub;

namespace Gantry.Owner;

/// <summary>A settled request as its owner sees it: everything that its charge can be computed from again, and nothing of the upstream's names and costs unless the reader may know them.</summary>
internal static class RequestView
{
    /// <param name="json">In an object.</param>
    /// <param name="request">With its trail.</param>
    /// <param name="version">The price that it was charged by; null where it is gone.</param>
    /// <param name="namesUpstreams">Who serves whom is the business of who runs the gateway.</param>
    /// <param name="namesCosts">What upstreams take is the house's own.</param>
    public static void Write(Utf8JsonWriter json, StoredRequest request, PriceVersion? version, bool namesUpstreams, bool namesCosts = false)
    {
        var record = request.Record;
        json.WriteString("object", "request");
        json.WriteString("id", record.RequestId);
        json.WriteString("upstream_response_id", record.UpstreamResponseId);
        json.WriteString("key_id", record.KeyId?.ToString());
        json.WriteString("group", record.Group);
        json.WriteString("model", record.Model);
        json.WriteString("protocol", EnumWords.Of(record.Protocol));
        json.WriteString("operation", EnumWords.Of(record.Operation));
        json.WriteBoolean("streamed", record.Streamed);
        json.WriteNumber("status", record.Status);
        json.WriteString("outcome", EnumWords.Of(record.Outcome));
        json.WriteString("error_origin", record.ErrorOrigin is { } origin ? EnumWords.Of(origin) : null);
        json.WriteString("error_code", record.ErrorCode);
        json.WriteString("stop_reason", record.StopReason);
        json.WriteString("losses", record.Losses);
        json.WriteString("started_at", record.StartedAt);
        Number(json, "first_content_micros", record.FirstContentMicros);
        json.WriteNumber("duration_micros", record.DurationMicros);
        json.WriteNumber("request_bytes", record.RequestBytes);
        json.WriteNumber("response_bytes", record.ResponseBytes);
        json.WriteStartObject("attempts");
        json.WriteNumber("count", record.Attempts);
        json.WriteStartArray("statuses");
        foreach (var attempt in record.Trail) json.WriteNumberValue(attempt.Status);
        json.WriteEndArray();
        json.WriteStartArray("trail");
        foreach (var attempt in record.Trail) Write(json, attempt, namesUpstreams, namesCosts);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("usage");
        json.WriteString("source", EnumWords.Of(record.UsageSource));
        UsageView.Write(json, record.Usage);
        json.WriteEndObject();
        if (record.Charge is not { } charge)
        {
            // No upstream was asked, or the operation costs nothing.
            json.WriteNull("charge");
            return;
        }

        json.WriteStartObject("charge");
        Money(json, "held", charge.HoldNanos);
        Money(json, "cost", charge.CostNanos);
        Money(json, "charged", request.ChargedNanos);
        Money(json, "overrun", request.OverrunNanos);
        Money(json, "refunded", request.RefundedNanos);
        json.WriteString("reason", EnumWords.Of(charge.Reason));
        json.WriteString("reason_in_words", ChargeWords.Of(charge.Reason));
        json.WriteString("policy", EnumWords.Of(charge.Policy));
        json.WriteString("policy_in_words", ChargeWords.Of(charge.Policy));
        json.WriteString("price_version", charge.PriceVersion);
        json.WriteString("multiplier", DecimalText.Format(charge.MultiplierPpm, DecimalText.Ppm, 1));
        json.WriteNumber("multiplier_ppm", charge.MultiplierPpm);
        json.WriteString("service_tier", EnumWords.Of(charge.Tier));
        json.WriteString("variant", charge.Variant);
        if (version is not null) Write(json, record.Usage, charge, version);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AttemptRecord attempt, bool namesUpstreams, bool namesCosts)
    {
        json.WriteStartObject();
        json.WriteNumber("number", attempt.Number);
        json.WriteString("group", attempt.Group);
        if (namesUpstreams)
        {
            json.WriteString("upstream", attempt.Upstream);
            json.WriteString("upstream_model", attempt.UpstreamModel);
        }

        if (namesCosts)
        {
            Money(json, "cost", attempt.CostNanos);
            json.WriteString("cost_status", EnumWords.Of(attempt.CostStatus));
        }

        json.WriteString("outcome", EnumWords.Of(attempt.Outcome));
        json.WriteNumber("status", attempt.Status);
        json.WriteString("price_version", attempt.PriceVersion);
        json.WriteString("multiplier", DecimalText.Format(attempt.MultiplierPpm, DecimalText.Ppm, 1));
        json.WriteNumber("started_micros", attempt.StartedMicros);
        json.WriteNumber("duration_micros", attempt.DurationMicros);
        json.WriteEndObject();
    }

    public static void Money(Utf8JsonWriter json, string name, long nanos)
    {
        json.WriteNumber($"{name}_nanos", nanos);
        json.WriteString($"{name}_usd", new Money(nanos).ToString());
    }

    private static void Write(Utf8JsonWriter json, Usage usage, UsageCharge charge, PriceVersion version)
    {
        var counted = ChargeWords.IsCharged(charge);
        var bill = PriceEngine.Explain(new PinnedPrice(version, charge.MultiplierPpm), new BilledUsage(counted ? usage : default, charge.Tier, charge.Variant));
        var cost = counted ? bill.Cost.Nanos : 0;
        json.WriteString("price_source", version.Source);
        json.WriteString("price_valid_from", version.ValidFrom);
        json.WriteBoolean("free", bill.Free);
        json.WriteStartObject("computation");
        json.WriteString("formula", "cost_nanos = numerator / denominator, rounded up once; numerator = sum of units * nanos_per_million, times multiplier_ppm");
        json.WriteStartObject("long_context");
        json.WriteNumber("prompt_tokens", bill.TotalPrompt);
        json.WriteNumber("tier_tokens", bill.TierTokens);
        json.WriteString("bound", bill.Bound == TierBound.AtLeast ? ">=" : ">");
        json.WriteEndObject();
        json.WriteStartArray("lines");
        foreach (var line in counted ? bill.Lines : [])
        {
            json.WriteStartObject();
            json.WriteString("dimension", PriceUnits.Name(line.Dimension));
            json.WriteNumber("units", line.Units);
            json.WriteString("unit", PriceUnits.Unit(line.PricedAs));
            json.WriteNumber("nanos_per_million", line.Price);
            json.WriteString("priced_as", PriceUnits.Name(line.PricedAs));
            json.WriteBoolean("substituted", line.Substituted);
            json.WriteString("amount", line.Amount.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndArray();

        // Beyond what readers of JSON take for a number.
        json.WriteString("numerator", (counted ? bill.Numerator : Int128.Zero).ToString(CultureInfo.InvariantCulture));
        json.WriteString("denominator", "1000000000000");
        json.WriteString("rounding", "up");
        json.WriteNumber("cost_nanos", cost);
        json.WriteBoolean("equals_cost", cost == charge.CostNanos);
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
