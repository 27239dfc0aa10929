using System.Text.Json;
using Gantry.Access;
using Gantry.Access.Limits;
using Gantry.Catalog;
using Gantry.Owner;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Relay;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Explain;

/// <summary>
/// <c>POST /v1/route/explain</c>: takes the body of a request in any client's protocol, or <c>{model, protocol, operation}</c>, and says who would serve it,
/// in which order, who would not, and why. It is planned as a request is, changes nothing and asks nobody.
/// </summary>
internal sealed class ExplainEndpoint(OwnerApi api, RoutePlanner planner, IRateLimiter limiter, BodyBudget budget)
{
    /// <summary>Middleware: serves its path, hands on the others.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        DeclaredEndpoints.Explain.Has(api.Path(http)) ? api.ServeAsync(http, DeclaredEndpoints.Explain, ExplainAsync) : next(http);

    private async Task<GatewayError?> ExplainAsync(HttpContext http, GatewaySnapshot snapshot, ApiKey key)
    {
        var (body, refusal) = await RequestBody.ReadAsync(http.Request, DeclaredEndpoints.Explain.BodyLimit, budget, http.RequestAborted);
        if (body is null) return refusal;
        using (body)
        {
            return await ExplainAsync(http, key, body.Bytes);
        }
    }

    private async Task<GatewayError?> ExplainAsync(HttpContext http, ApiKey key, ReadOnlyMemory<byte> body)
    {
        if (!RequestPeek.TryRead(body.Span, modelRequired: false, out var facts, out var rejection)) return Invalid(rejection.Message, rejection.Field);
        var (asked, unclear) = Asked(http.Request, body);
        if (unclear is not null) return unclear;
        if ((facts.Model ?? http.Request.Query["model"].ToString()) is not { Length: > 0 } model) return Invalid("Name the model: as a member of the body, or as ?model=.", "model");
        if (!AccessCheck.MayUse(key, asked.Operation)) return Forbidden;
        model = model.StartsWith("models/", StringComparison.Ordinal) ? model["models/".Length..] : model;
        var request = RouteSignals.With(new RouteRequest(key, model, asked.Protocol, asked.Operation) { Body = body }, http.Request.Headers);
        var trace = new RouteTrace();
        var plan = planner.Plan(request, trace);
        var limits = limiter.Look(plan.Group is { } group ? RateScopes.Of(key, group, plan.Model!) : RateScopes.Of(key));
        await OwnerApi.WriteAsync(http, json => RouteView.Write(json, request, plan, trace, limits));
        return null;
    }

    private static ((Protocol Protocol, Operation Operation) Asked, GatewayError? Error) Asked(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body);
        var operation = Operation.Chat;
        if (Text(json.RootElement, "operation") is { } name && !EnumWords.TryParse(name, out operation))
            return (default, Invalid($"There is no operation '{name}': one of {string.Join(", ", EnumWords.All<Operation>())}.", "operation"));
        var protocol = Text(json.RootElement, "protocol") is { } word ? BodyProtocol.Named(word) : BodyProtocol.Of(request.Headers, body);
        return protocol is { } known
            ? ((known, operation), null)
            : (default, Invalid($"The body is of no known shape. Send the body of a request, or say its protocol as a member 'protocol' or with {BodyProtocol.Header}: chat, responses, messages or gemini.", "protocol"));
    }

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static GatewayError Invalid(string message, string? param) => new(ErrorKind.InvalidRequest, ErrorOrigin.Client, message) { Param = param };

    private static readonly GatewayError Forbidden =
        new(ErrorKind.Forbidden, ErrorOrigin.Client, "This API key may not use this endpoint.") { Code = "operation_not_allowed" };
}
