using System.Text.Json.Nodes;
using Gantry.Management.Http;
using Microsoft.OpenApi;

namespace Gantry.Management.OpenApi;

/// <summary>The OpenAPI document of the management API, made from its registry.</summary>
internal static class ManageDocument
{
    public const string Name = "manage";

    public const string Path = "/openapi/{documentName}.json";

    private const string Token = "token";
    private const string Session = "session";

    public static void AddManageDocument(this IServiceCollection services, IEnumerable<IManageResource> resources)
    {
        services.ConfigureHttpJsonOptions(json => ManageJson.Apply(json.SerializerOptions));
        var names = resources.Select(r => r.Name).ToArray();
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = description => description.ActionDescriptor.EndpointMetadata.OfType<ManageEndpoint>().Any();
            options.AddDocumentTransformer((document, _, _) =>
            {
                Introduce(document, names);
                ManageSchemas.Mend(document);
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                ManageOperation.Describe(operation, context.Description.ActionDescriptor.EndpointMetadata.OfType<ManageEndpoint>().Single(), context.Document!);
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>What the document generator has to know of an endpoint.</summary>
    public static void Describe(this RouteHandlerBuilder route, IManageResource resource, ManageEndpoint endpoint)
    {
        route.WithMetadata(endpoint).WithName(endpoint.Route.Id).WithSummary(endpoint.Route.Summary).WithTags(resource.Name);
        // Any other kind as well: the server would call a path whose body is of none of these unknown. The pipeline tells better.
        if (endpoint.Body is { } body) route.Accepts(body, "application/json", ManageOperation.AnyKind);
        if (endpoint.Answer is { } answer) route.Produces(endpoint.Status, answer, "application/json");
        else route.Produces(endpoint.Status);
        foreach (var status in ManageOperation.Problems(endpoint)) route.Produces<Contracts.Manage.Problem>(status, ProblemWriter.MediaType);
    }

    private static void Introduce(OpenApiDocument document, IReadOnlyList<string> names)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Gantry management API",
            Version = "1",
            Description = "Everything that the console does. Amounts are nano-USD as integers, and USD as decimal text where people read them.",
        };
        // The address is that of whoever reads it.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = new HashSet<OpenApiTag>(names.Select(n => new OpenApiTag { Name = n }));
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Token] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "gat-…", Description = "An admin token. Its scopes stand with each operation." },
            [Session] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "__Host-gantry",
                Description = $"The session of a browser. What may change something needs the header {RequestForgery.Header} as well.",
            },
        };
    }

    /// <summary>Either will do, as far as the operation allows.</summary>
    public static List<OpenApiSecurityRequirement> Security(ManageRoute route, OpenApiDocument document)
    {
        var session = new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Session, document)] = [] };
        return route.Scope is null ? [session] : [session, new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Token, document)] = [] }];
    }

    /// <summary>For members that OpenAPI has no word for.</summary>
    public static JsonNodeExtension Extension(JsonNode value) => new(value);
}
