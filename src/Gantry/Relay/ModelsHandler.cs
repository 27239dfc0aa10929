using System.Buffers;
using Gantry.Access;
using Gantry.Access.Limits;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Protocols.ModelLists;
using Gantry.Relay.Paths;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>Lists the models of a key, in the shape that the caller expects at the one path that four kinds of clients share.</summary>
internal sealed class ModelsHandler(SnapshotHolder snapshots, AccessCheck access, RequestLimits rates, TimeProvider time)
{
    public async Task HandleAsync(HttpContext http, RouteMatch route, string requestId)
    {
        var shape = Shape(http.Request, route);
        var body = new ArrayBufferWriter<byte>(4096);
        var decision = access.Identify(snapshots.Current, http.Request);
        var error = decision.Refusal ?? (AccessCheck.MayUse(decision.Key!, Operation.Models) ? null : Forbidden);
        error ??= await AdmitAsync(http, ErrorProtocol(shape), decision.Key!);
        error ??= Write(http.Request, route, shape, decision.Key!, body);
        if (error is not null)
        {
            await WriteErrorAsync(http, ErrorProtocol(shape), error with { RequestId = requestId });
            return;
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }

    /// <summary>An error outside the relay path, in the caller's protocol.</summary>
    public static async Task WriteErrorAsync(HttpContext http, Protocol protocol, GatewayError error)
    {
        var body = new ArrayBufferWriter<byte>(512);
        ProtocolErrors.Write(protocol, error, body);
        http.Response.StatusCode = ProtocolErrors.Status(protocol, error.Kind);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        foreach (var (name, value) in ProtocolErrors.Headers(protocol, error))
        {
            http.Response.Headers[name] = value;
        }

        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }

    /// <summary>A list counts as a request of its key and its account.</summary>
    private async ValueTask<GatewayError?> AdmitAsync(HttpContext http, Protocol protocol, ApiKey key)
    {
        var admission = await rates.AdmitAsync(key, http.RequestAborted);
        if ((admission.Refusal?.Standing ?? admission.Lease?.Standing) is not { } standing)
        {
            return null;
        }

        admission.Lease?.End(0);
        LimitHeaders.Tell(http.Response.Headers, protocol, standing, admission.Refusal, time.GetUtcNow());
        return admission.Refusal is { } refusal ? RateErrors.Of(refusal, time.GetUtcNow()) : null;
    }

    private static ModelListShape Shape(HttpRequest request, RouteMatch route)
    {
        if (route.Route.Protocol == Protocol.Gemini)
        {
            return ModelListShape.Gemini;
        }

        var headers = request.Headers;
        return ModelListShapes.Choose(
            anthropicVersion: headers.ContainsKey("anthropic-version"),
            anthropicKeyOnly: headers.ContainsKey("x-api-key") && !headers.ContainsKey("authorization"),
            googleMarker: headers.ContainsKey("x-goog-api-key") || headers.ContainsKey("x-goog-api-client") || request.Query.ContainsKey("key"),
            clientVersion: request.Query.ContainsKey("client_version"));
    }

    private static Protocol ErrorProtocol(ModelListShape shape) => shape switch
    {
        ModelListShape.Anthropic => Protocol.Messages,
        ModelListShape.Gemini => Protocol.Gemini,
        ModelListShape.Codex => Protocol.Responses,
        _ => Protocol.Chat,
    };

    private static GatewayError? Write(HttpRequest request, RouteMatch route, ModelListShape shape, ApiKey key, ArrayBufferWriter<byte> body) =>
        route.Model is { } id ? WriteOne(shape, key, id, body) : WriteAll(request, shape, key, body);

    private static GatewayError? WriteOne(ModelListShape shape, ApiKey key, string id, ArrayBufferWriter<byte> body)
    {
        var name = id.StartsWith("models/", StringComparison.Ordinal) ? id["models/".Length..] : id;
        if (VisibleModels.Find(key, name) is not { } found)
        {
            return new GatewayError(ErrorKind.ModelNotFound, ErrorOrigin.Client, "No such model for this API key. GET /v1/models lists those there are.") { Param = "model" };
        }

        var listed = Listed(found, name);
        switch (shape)
        {
            case ModelListShape.Anthropic: AnthropicModelList.WriteOne(listed, body); break;
            case ModelListShape.Gemini: GeminiModelList.WriteOne(listed, body); break;
            default: OpenAiModelList.WriteOne(listed, body); break;
        }

        return null;
    }

    private static GatewayError? WriteAll(HttpRequest request, ModelListShape shape, ApiKey key, ArrayBufferWriter<byte> body)
    {
        var models = VisibleModels.Of(key).Select(visible => Listed(visible.Model, visible.Name)).ToList();
        var query = request.Query;
        switch (shape)
        {
            case ModelListShape.Anthropic:
                return AnthropicModelList.Write(models, Number(query["limit"]), query["before_id"], query["after_id"], body) ? null : BadPage("before_id or after_id");
            case ModelListShape.Gemini:
                return GeminiModelList.Write(models, Number(query["pageSize"]), query["pageToken"], body) ? null : BadPage("pageToken");
            case ModelListShape.Codex:
                CodexModelList.Write(models, body);
                return null;
            default:
                OpenAiModelList.Write(models, body);
                return null;
        }
    }

    private static ListedModel Listed(Model model, string id) => new(id, model.DisplayName, model.OwnedBy, model.CreatedAt)
    {
        ContextWindow = model.ContextWindow,
        MaxOutputTokens = model.MaxOutputTokens,
        SupportsImages = model.SupportsImages,
        SupportsReasoning = model.SupportsReasoning,
    };

    private static int? Number(string? text) => int.TryParse(text, out var number) ? number : null;

    private static GatewayError BadPage(string parameter) =>
        new(ErrorKind.InvalidRequest, ErrorOrigin.Client, $"The value of {parameter} names no model of this list.") { Param = parameter };

    private static readonly GatewayError Forbidden =
        new(ErrorKind.Forbidden, ErrorOrigin.Client, "This API key may not list models.") { Code = "operation_not_allowed" };
}
