using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Media;
using Gantry.Relay.Paths;

namespace Gantry.Relay;

/// <summary>Step 4: reads the body and finds the model in it, or in the path.</summary>
internal static class RequestReading
{
    // OpenAI's multipart endpoints for pictures have this model where the form names none.
    private const string DefaultImageModel = "dall-e-2";
    private const string DefaultModerationModel = "omni-moderation-latest";

    /// <returns>Null when the exchange now has its body and model; else what is wrong with the request.</returns>
    public static async ValueTask<GatewayError?> ReadAsync(Exchange exchange, BodyBudget budget, CancellationToken cancellation)
    {
        var route = exchange.Route.Route;
        exchange.Model = exchange.Route.Model is { } fromPath ? TrimResource(fromPath) : null;
        if (route.Body == BodyKind.None)
        {
            return null;
        }

        var (body, refusal) = await RequestBody.ReadAsync(exchange.Http.Request, (int)route.BodyLimit, budget, cancellation);
        if (body is null)
        {
            return refusal;
        }

        exchange.Body = body;
        exchange.RequestBytes = body.Bytes.Length;
        return IsMultipart(exchange) ? ReadForm(exchange, body.Bytes.Span) : ReadJson(exchange, body.Bytes.Span);
    }

    /// <summary>Puts another JSON body in the place of the client's, within the same bounds.</summary>
    /// <returns>Null, or what is wrong with it.</returns>
    public static GatewayError? Replace(Exchange exchange, ReadOnlySpan<byte> body)
    {
        if (body.Length > exchange.Route.Route.BodyLimit)
        {
            return RequestBody.TooLarge((int)exchange.Route.Route.BodyLimit);
        }

        if (exchange.Body!.Replace(body) is not { } replaced)
        {
            return RequestBody.OutOfMemory();
        }

        exchange.Body = replaced;
        return ReadJson(exchange, body);
    }

    private static bool IsMultipart(Exchange exchange) =>
        exchange.Route.Route.Body == BodyKind.Multipart
        && (exchange.Http.Request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) ?? false);

    private static GatewayError? ReadForm(Exchange exchange, ReadOnlySpan<byte> body)
    {
        if (MultipartPeek.FindModel(exchange.Http.Request.ContentType, body) is { } found)
        {
            if (found.Repeated)
            {
                return RepeatedModel();
            }

            exchange.Model = found.Model;
            exchange.ModelRange = found.Range;
        }

        exchange.Model ??= Default(exchange.Route.Route.Operation);
        return exchange.Model is null ? MissingModel() : null;
    }

    private static GatewayError? ReadJson(Exchange exchange, ReadOnlySpan<byte> body)
    {
        var inPath = exchange.Route.Route.ModelPlace == ModelPlace.Path;
        var byDefault = Default(exchange.Route.Route.Operation);
        if (!RequestPeek.TryRead(body, modelRequired: !inPath && byDefault is null, out var facts, out var rejection))
        {
            return new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, rejection!.Message) { Param = rejection.Field };
        }

        if (facts.HoldsImages && InlineImages.Find(body) is { } tooLarge)
        {
            return new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, tooLarge.Message) { Param = tooLarge.Field, Code = "image_too_large" };
        }

        exchange.Facts = facts;
        exchange.Streamed = facts.Stream ?? exchange.Route.IsGeminiStream;
        if (!inPath)
        {
            exchange.Model = facts.Model is { } named ? TrimResource(named) : byDefault;
            exchange.ModelRange = facts.ModelRange;
        }

        return null;
    }

    private static string? Default(Operation operation) => operation switch
    {
        Operation.ImageGeneration or Operation.ImageEdit or Operation.ImageVariation => DefaultImageModel,
        Operation.Moderation => DefaultModerationModel,
        _ => null,
    };

    /// <summary>Google's clients write <c>models/ID</c> where others write <c>ID</c>.</summary>
    private static string TrimResource(string model) => model.StartsWith("models/", StringComparison.Ordinal) ? model["models/".Length..] : model;

    private static GatewayError RepeatedModel() =>
        new(ErrorKind.InvalidRequest, ErrorOrigin.Client, "The form has two fields 'model'. Send one.") { Param = "model" };

    private static GatewayError MissingModel() =>
        new(ErrorKind.InvalidRequest, ErrorOrigin.Client, "The form has no field 'model'. Add it with the id of a model that GET /v1/models lists.") { Param = "model" };
}
