using System.Text.Json;
using System.Collections.Immutable;
using Gantry.Access.Limits;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Protocols.Errors;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Explain;

/// <summary>A plan as JSON: first who would be asked, in order, then what was left out. Upstreams and credentials are named to those who run the gateway alone.</summary>
internal static class RouteView
{
    public static void Write(Utf8JsonWriter json, RouteRequest request, RoutePlan plan, RouteTrace trace, ImmutableArray<RateStanding> limits)
    {
        json.WriteString("object", "route");
        json.WriteString("protocol", EnumWords.Of(request.Protocol));
        json.WriteString("operation", EnumWords.Of(request.Operation));
        json.WriteString("asked", request.Model);
        json.WriteString("model", plan.Asked.Name);
        json.WriteString("scenario", plan.Asked.Scenario is { } scenario ? EnumWords.Of(scenario) : null);
        if (trace.Signal is { } signal)
        {
            json.WriteStartObject("affinity");
            json.WriteString("signal", signal.From);
            json.WriteBoolean("served_before", trace.Home is not null);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("affinity");
        }

        json.WriteStartArray("candidates");
        foreach (var kept in plan.Candidates) Write(json, request, kept);
        foreach (var drop in trace.Drops) Write(json, request, drop);
        json.WriteEndArray();
        json.WriteStartArray("limits");
        foreach (var limit in limits) Write(json, limit);
        json.WriteEndArray();
        if (plan.Refusal is { } refusal)
        {
            json.WriteStartObject("refusal");
            json.WriteNumber("status", ProtocolErrors.Status(request.Protocol, refusal.Kind));
            json.WriteString("code", refusal.Code);
            json.WriteString("message", refusal.Message);
            if (refusal.RetryAfterSeconds is { } seconds) json.WriteNumber("retry_after", seconds);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("refusal");
        }
    }

    private static void Write(Utf8JsonWriter json, RateStanding standing)
    {
        json.WriteStartObject();
        json.WriteString("of", EnumWords.Of(standing.Scope.Owner));
        if (standing.Scope.Owner is RateOwner.Group or RateOwner.Model) json.WriteString("group", standing.Scope.Id);
        if (standing.Scope.Model is { } model) json.WriteString("model", model);
        json.WriteString("name", EnumWords.Of(standing.Kind));
        json.WriteNumber("limit", standing.Limit);
        json.WriteNumber("used", standing.Used);
        json.WriteNumber("remaining", standing.Remaining);
        if (standing.Reset is { } reset) json.WriteString("resets_at", reset);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RouteRequest request, RouteCandidate kept)
    {
        json.WriteStartObject();
        json.WriteString("verdict", "kept");
        Write(json, request, kept.Group, kept.Deployment, kept.Credential);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RouteRequest request, RouteDrop drop)
    {
        json.WriteStartObject();
        json.WriteString("verdict", "dropped");
        json.WriteString("reason", EnumWords.Of(drop.Reason));
        json.WriteString("message", drop.Message);
        if (drop.Health is { } health)
        {
            json.WriteString("state", EnumWords.Of(health.State));
            json.WriteString("cause", EnumWords.Of(health.Cause));
            json.WriteString("failure", health.Reason is { } failure ? EnumWords.Of(failure) : null);
            if (health.NextProbe is { } next) json.WriteString("next_probe", next);
        }

        Write(json, request, drop.Group, drop.Deployment, drop.Credential);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RouteRequest request, Group group, Deployment? deployment, UpstreamCredential? credential)
    {
        json.WriteString("group", group.Name);
        if (deployment is null) return;
        json.WriteString("model", deployment.Model.Id);
        if (request.Key.SeesUpstreams)
        {
            json.WriteString("upstream", deployment.Upstream.Name);
            json.WriteString("upstream_model", deployment.UpstreamModel);
            json.WriteString("credential", credential?.Display);
        }

        json.WriteNumber("priority", deployment.Priority);
        json.WriteNumber("weight", deployment.Weight);
        json.WriteString("lane", deployment.Speaks(request.Protocol) ? "relay" : "translate");
        if (deployment.Price is { } price) Write(json, price);
        else json.WriteNull("price");
    }

    private static void Write(Utf8JsonWriter json, PinnedPrice price)
    {
        json.WriteStartObject("price");
        json.WriteString("price_version", price.Version.Id);
        json.WriteBoolean("free", price.IsFree);
        json.WriteString("multiplier", DecimalText.Format(price.MultiplierPpm, DecimalText.Ppm, 1));
        json.WriteStartArray("lines");
        foreach (var line in price.Version.Lines)
        {
            json.WriteStartObject();
            json.WriteString("dimension", PriceUnits.Name(line.Dimension));
            json.WriteString("unit", PriceUnits.Unit(line.Dimension));
            json.WriteString("service_tier", EnumWords.Of(line.Tier));
            if (line.TierTokens > 0) json.WriteNumber("prompt_tokens", line.TierTokens);
            if (line.Variant is not null) json.WriteString("variant", line.Variant);
            json.WriteString("charged", PriceUnits.Dollars(line, price.MultiplierPpm));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
