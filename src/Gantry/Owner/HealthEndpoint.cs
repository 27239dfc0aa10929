using System.Buffers;
using System.Text.Json;
using Gantry.Access;
using Gantry.Catalog;
using Gantry.Protocols.Hub;
using Gantry.Routing.Health;
using Gantry.Snapshot;

namespace Gantry.Owner;

/// <summary><c>GET /v1/route/health</c>: where every target stands that the groups of the key can reach, and how it has done.</summary>
internal sealed class HealthEndpoint(OwnerApi api, HealthBoard health)
{
    // As in the catalog: of a secret that is shorter, four characters would tell too much.
    private const int ShortestShown = 16;

    private static readonly SearchValues<char> OfDocuments = SearchValues.Create(" \t\r\n{}\"");

    /// <summary>Middleware: serves its path, hands on the others.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        DeclaredEndpoints.RouteHealth.Has(api.Path(http)) ? api.ServeAsync(http, DeclaredEndpoints.RouteHealth, ShowAsync) : next(http);

    private async Task<GatewayError?> ShowAsync(HttpContext http, GatewaySnapshot snapshot, ApiKey key)
    {
        var targets = key.Groups
            .SelectMany(RouteTargets.Of)
            .Where(reachable => key.Models is null || key.Models.Contains(reachable.Deployment.Model.Id))
            .GroupBy(reachable => reachable.Target)
            .OrderBy(reached => reached.Key.Upstream, StringComparer.Ordinal)
            .ThenBy(reached => reached.Key.UpstreamModel, StringComparer.Ordinal);
        await OwnerApi.WriteAsync(http, json =>
        {
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var reached in targets)
            {
                Write(json, key.SeesUpstreams, reached.First(), [.. reached.Select(reachable => reachable.Deployment.Model.Id).Distinct(StringComparer.Ordinal)], health.Report(reached.Key));
            }

            json.WriteEndArray();
        });
        return null;
    }

    // Which upstreams there are is the business of who runs the gateway; how they do is everybody's.
    private static void Write(Utf8JsonWriter json, bool namesUpstreams, ReachableTarget reachable, string[] models, HealthReport report)
    {
        var view = report.View;
        json.WriteStartObject();
        if (namesUpstreams)
        {
            json.WriteString("upstream", view.Target.Upstream);
            json.WriteString("upstream_model", view.Target.UpstreamModel);
            json.WriteString("credential", reachable.Credential is { } credential ? Display(credential.Secret) : null);
        }

        json.WriteStartArray("models");
        foreach (var model in models)
        {
            json.WriteStringValue(model);
        }

        json.WriteEndArray();
        json.WriteString("state", EnumWords.Of(view.State));
        json.WriteString("reason", HealthWords.Of(view));
        if (view.NextProbe is { } next)
        {
            json.WriteString("next_probe", next);
        }
        else
        {
            json.WriteNull("next_probe");
        }

        json.WriteNumber("in_flight", view.InFlight);
        Write(json, "last_30_seconds", report.HalfMinute);
        Write(json, "last_5_minutes", report.FiveMinutes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, SuccessShare share)
    {
        json.WriteStartObject(name);
        json.WriteNumber("attempts", share.Attempts);
        if (share.Value is { } value)
        {
            json.WriteNumber("success_share", Math.Round(value, 4));
        }
        else
        {
            json.WriteNull("success_share");
        }

        json.WriteEndObject();
    }

    /// <summary>The last four characters, where they are those of a key: the end of a document says nothing.</summary>
    private static string Display(string secret) =>
        secret.Length >= ShortestShown && !secret.AsSpan().ContainsAny(OfDocuments) ? $"…{secret[^4..]}" : "…";
}
