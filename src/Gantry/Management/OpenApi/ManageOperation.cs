using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gantry.Catalog;
using Gantry.Management.Http;
using Microsoft.OpenApi;

namespace Gantry.Management.OpenApi;

/// <summary>What the registry knows of an operation and the generator cannot see.</summary>
internal static partial class ManageOperation
{
    /// <summary>Told to the server, not to readers of the document.</summary>
    public const string AnyKind = "*/*";

    private const string RequestId = "x-request-id";

    /// <summary>The statuses that refuse it.</summary>
    public static IEnumerable<int> Problems(ManageEndpoint endpoint)
    {
        var (route, changes) = (endpoint.Route, endpoint.Route.IsUnsafe);
        yield return StatusCodes.Status400BadRequest;
        yield return StatusCodes.Status401Unauthorized;
        yield return StatusCodes.Status403Forbidden;
        yield return StatusCodes.Status404NotFound;
        if (changes) yield return StatusCodes.Status409Conflict;
        if (endpoint.TakesTag) yield return StatusCodes.Status412PreconditionFailed;
        if (endpoint.Body is not null) yield return StatusCodes.Status413PayloadTooLarge;
        if (endpoint.Body is not null) yield return StatusCodes.Status415UnsupportedMediaType;
        if (changes) yield return StatusCodes.Status422UnprocessableEntity;
        if (endpoint.IsBounded || endpoint.IsSearched) yield return StatusCodes.Status429TooManyRequests;
        yield return StatusCodes.Status500InternalServerError;
        if (endpoint.IsList) yield return StatusCodes.Status503ServiceUnavailable;
    }

    public static void Describe(OpenApiOperation operation, ManageEndpoint endpoint, OpenApiDocument document)
    {
        var route = endpoint.Route;
        operation.Description = Sentences(route);
        operation.Parameters = [.. Parameters(endpoint)];
        operation.Security = ManageDocument.Security(route, document);
        operation.AddExtension("x-gantry-role", ManageDocument.Extension(EnumWords.Of(route.Role)));
        if (route.Scope is { } scope) operation.AddExtension("x-gantry-scope", ManageDocument.Extension(scope));
        operation.AddExtension("x-gantry-step-up", ManageDocument.Extension(JsonValue.Create(route.StepUp)));
        if (route.Action is { } action) operation.AddExtension("x-gantry-audit", ManageDocument.Extension(action));
        if (operation.RequestBody is OpenApiRequestBody { Content: { } content })
        {
            content.Remove(AnyKind);
            if (route.Method == HttpMethods.Patch && content.TryGetValue("application/json", out var json)) content["application/merge-patch+json"] = json;
        }

        foreach (var (status, answer) in operation.Responses ?? []) Describe((OpenApiResponse)answer, status, endpoint);
    }

    private static void Describe(OpenApiResponse answer, string status, ManageEndpoint endpoint)
    {
        var headers = answer.Headers = new Dictionary<string, IOpenApiHeader>
        {
            [RequestId] = new OpenApiHeader { Description = "Names the request in the log.", Required = true, Schema = Text() },
        };
        if (status == "401") headers["WWW-Authenticate"] = new OpenApiHeader { Description = "That a token is taken.", Required = true, Schema = Text() };
        if (status == "429") headers["Retry-After"] = new OpenApiHeader { Description = "Seconds to wait.", Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } };
        if (status != $"{endpoint.Status}") return;
        if (endpoint.IsTagged) headers["ETag"] = new OpenApiHeader { Description = "The version, for If-Match.", Required = true, Schema = Text() };
        if (endpoint.Locates) headers["Location"] = new OpenApiHeader { Description = "Where what was made is found.", Required = true, Schema = Text() };
        if (endpoint.Route.Method == HttpMethods.Post) headers[RepeatedRequests.ReplayedHeader] = new OpenApiHeader { Description = "`true` where this is the answer of an earlier request under the same key.", Schema = Text() };
    }

    private static string Sentences(ManageRoute route)
    {
        var who = $"Needs the role {EnumWords.Of(route.Role)}";
        var token = route.Scope is { } scope ? $", and of a token the scope `{scope}`." : "; no token may do it.";
        return who + token + (route.StepUp ? " A session must have presented a factor within five minutes." : "");
    }

    private static IEnumerable<IOpenApiParameter> Parameters(ManageEndpoint endpoint)
    {
        foreach (Match part in PathPart().Matches(endpoint.Route.Path))
            yield return new OpenApiParameter { Name = part.Groups["name"].Value, In = ParameterLocation.Path, Required = true, Schema = Text() };
        foreach (var filter in endpoint.Filters)
            yield return new OpenApiParameter { Name = filter.Name, In = ParameterLocation.Query, Description = filter.Description, Schema = new OpenApiSchema { Type = Kind(filter.Type) } };
        if (endpoint.TakesTag)
            yield return new OpenApiParameter { Name = "If-Match", In = ParameterLocation.Header, Description = "The version that the change is made for; 412 where it is another.", Schema = Text() };
        if (endpoint.Route.Method == HttpMethods.Post)
            yield return new OpenApiParameter { Name = RepeatedRequests.Header, In = ParameterLocation.Header, Description = "Within a day the same key with the same body is done once.", Schema = Text() };
        if (endpoint.Route.IsUnsafe)
            yield return new OpenApiParameter { Name = RequestForgery.Header, In = ParameterLocation.Header, Description = "Any value; needed of sessions.", Schema = Text() };
    }

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static JsonSchemaType Kind(string word) => word switch
    {
        "integer" => JsonSchemaType.Integer,
        "boolean" => JsonSchemaType.Boolean,
        _ => JsonSchemaType.String,
    };

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex PathPart();
}
