using System.Reflection;
using System.Text.Json.Nodes;
using Gantry.Management.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace Gantry.Management.OpenApi;

/// <summary>The OpenAPI document of the management API, made from its registry.</summary>
internal static class ManageDocument
{
    public const string Name = "manage";

    public const string Path = "/openapi/{documentName}.json";

    private const string Token = "token";
    private const string Session = "session";
    private const string Json = "application/json";

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
    /// <param name="route">Where it is described.</param>
    /// <param name="resource">What it belongs to.</param>
    /// <param name="endpoint">What is described.</param>
    /// <param name="handler">An endpoint without a method is left out of the document. Mapped as a delegate of any kind it would have one, and code would be generated for each when the first page is asked for.</param>
    public static void Describe(this IEndpointConventionBuilder route, IManageResource resource, ManageEndpoint endpoint, MethodInfo handler)
    {
        route.WithMetadata(handler, endpoint).WithName(endpoint.Route.Id).WithSummary(endpoint.Route.Summary).WithTags(resource.Name);
        // Any other kind as well: the server would call a path whose body is of none of these unknown. The pipeline tells better.
        if (endpoint.Body is { } body) route.WithMetadata(new AcceptsMetadata([Json, ManageOperation.AnyKind], body));
        route.WithMetadata(endpoint.Answer is { } answer ? new ProducesResponseTypeMetadata(endpoint.Status, answer, [Json]) : new ProducesResponseTypeMetadata(endpoint.Status, typeof(void)));
        foreach (var status in ManageOperation.Problems(endpoint)) route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Contracts.Manage.Problem), [ProblemWriter.MediaType]));
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
