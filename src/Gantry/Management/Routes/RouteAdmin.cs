using System.Buffers;
using System.Text.Json;
using Gantry.Access.Limits;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Routes;
using Gantry.Explain;
using Gantry.Management.Http;
using Gantry.Protocols;
using Gantry.Relay;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Management.Routes;

/// <inheritdoc cref="IRouteAdmin"/>
internal sealed class RouteAdmin(Admission admission, SnapshotHolder snapshots, RoutePlanner planner, IRateLimiter limiter) : IRouteAdmin
{
    private static readonly JsonSerializerOptions Shape = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public Task<RouteAnswer> ExplainAsync(IActor who, RouteQuestion question, CancellationToken cancellation)
    {
        admission.Check(who, RouteResource.Explain);
        // What the page of somebody who runs the gateway shows, whoever the key belongs to.
        var key = snapshots.Current.Keys.Values.FirstOrDefault(one => one.Id == question.KeyId) is { } found ? found with { SeesUpstreams = true } : throw RefusedException.Missing("key");
        var protocol = BodyProtocol.Named(question.Protocol) ?? throw RefusedException.Field("protocol", "must be one of chat, responses, messages, gemini");
        if (!EnumWords.TryParse<Operation>(question.Operation, out var operation)) throw RefusedException.Field("operation", $"must be one of {string.Join(", ", EnumWords.All<Operation>())}");
        var model = question.Model.Trim();
        if (model.Length == 0) throw RefusedException.Field("model", "is empty: name a model as a client would");

        var request = new RouteRequest(key, model, protocol, operation);
        var trace = new RouteTrace();
        var plan = planner.Plan(request, trace);
        var limits = limiter.Look(plan.Group is { } group ? RateScopes.Of(key, group, plan.Model!) : RateScopes.Of(key));
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            RouteView.Write(json, request, plan, trace, limits);
            json.WriteEndObject();
        }

        return Task.FromResult(JsonSerializer.Deserialize<RouteAnswer>(written.WrittenSpan, Shape)!);
    }
}
