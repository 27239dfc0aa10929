using System.Text.Json;
using System.Text.RegularExpressions;
using Gantry.Management.Http;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>The document of the API: complete, valid, and for those who are signed in.</summary>
public sealed partial class OpenApiTests(OpenApiTests.Running running) : IClassFixture<OpenApiTests.Running>
{
    private const string Path = "/openapi/manage.json";

    private static readonly HashSet<string> Types = ["array", "boolean", "integer", "null", "number", "object", "string"];

    private static readonly HashSet<string> Operations = ["get", "put", "post", "delete", "patch"];

    [Fact]
    public async Task S_44_Document_is_for_those_who_are_signed_in()
    {
        Assert.Equal("not_signed_in", (await running.Gateway.ExpectAsync(401, "GET", Path, null)).GetProperty("code").GetString());
        foreach (var who in (string[])[ManageGateway.User, ManageGateway.Owner, await running.Gateway.TokenAsync(ManageGateway.Admin, "usage:read")])
            await running.Gateway.ExpectAsync(200, "GET", Path, who);
    }

    [Fact]
    public void Document_names_every_route_and_no_other()
    {
        var named = running.Document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Where(o => Operations.Contains(o.Name)).Select(o => $"{o.Name.ToUpperInvariant()} {p.Name}"));
        Assert.Equal(RouteMatrixTests.Registry().Select(e => $"{e.Route.Method} {e.Route.Pattern}").Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_operation_says_what_it_is_what_it_takes_and_how_it_fails()
    {
        Assert.All(RouteMatrixTests.Registry(), endpoint =>
        {
            var route = endpoint.Route;
            var operation = Operation(route);
            Assert.Equal(route.Id, operation.GetProperty("operationId").GetString());
            Assert.Equal(route.Summary, operation.GetProperty("summary").GetString());
            Assert.NotEmpty(operation.GetProperty("tags").EnumerateArray());
            Assert.Equal(route.Scope is null ? 1 : 2, operation.GetProperty("security").GetArrayLength());
            var responses = operation.GetProperty("responses");
            Assert.True(responses.TryGetProperty($"{endpoint.Status}", out var good), route.Id);
            Assert.Equal(endpoint.Answer is not null, good.TryGetProperty("content", out _));
            foreach (var status in (int[])[400, 401, 403, 404, 500])
                Assert.Equal("#/components/schemas/Problem", responses.GetProperty($"{status}").GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
            Assert.Equal(endpoint.Body is not null, operation.TryGetProperty("requestBody", out var body));
            if (endpoint.Body is not null)
                Assert.Equal(route.Method == "PATCH" ? ["application/json", "application/merge-patch+json"] : ["application/json"], body.GetProperty("content").EnumerateObject().Select(c => c.Name).Order());
            var parameters = operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToArray() : [];
            var inPath = PathPart().Matches(route.Pattern).Select(m => m.Groups["name"].Value);
            Assert.Equal(inPath, parameters.Where(p => p.GetProperty("in").GetString() == "path").Select(p => p.GetProperty("name").GetString()));
            Assert.Equal(endpoint.Filters.Select(f => f.Name), parameters.Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()));
        });
    }

    [Fact]
    public void Document_is_valid()
    {
        var document = running.Document;
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(document.GetProperty("info").GetProperty("title").GetString()!);
        Assert.NotEmpty(document.GetProperty("info").GetProperty("version").GetString()!);
        Assert.Equal(2, document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Count());
        var faults = new List<string>();
        Walk(document, document, "#", faults);
        Assert.Empty(faults);
    }

    [Fact]
    public void Members_are_spelled_as_in_the_declarative_file()
    {
        var names = running.Document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Where(s => s.Value.TryGetProperty("properties", out _)).SelectMany(s => s.Value.GetProperty("properties").EnumerateObject().Select(p => p.Name)).Distinct().ToArray();
        Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9_]*$", name));
        Assert.Contains("spend_cap", names);
        Assert.Contains("cache_write_5m", names);
    }

    [Fact]
    public void S_31_No_answer_but_one_that_issues_it_has_room_for_a_secret()
    {
        var schemas = running.Document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Where(s => s.Value.TryGetProperty("properties", out var members) && members.EnumerateObject().Any(m => m.Name is "secret" or "api_keys" or "hash" or "sealed")).Select(s => s.Name);
        Assert.Equal(["CodeIssued", "CredentialDraft", "KeyIssued", "TokenIssued", "UpstreamDraft"], schemas.Order());
    }

    [Fact]
    public void Patch_needs_nothing_and_takes_everything_away_and_a_list_is_whole()
    {
        var schemas = running.Document.GetProperty("components").GetProperty("schemas");
        foreach (var operation in RouteMatrixTests.Registry().Where(e => e.Route.Method == "PATCH").Select(e => Operation(e.Route)))
            Assert.All(operation.GetProperty("requestBody").GetProperty("content").EnumerateObject(), c => Assert.EndsWith("Patch", c.Value.GetProperty("schema").GetProperty("$ref").GetString(), StringComparison.Ordinal));
        Assert.All(schemas.EnumerateObject().Where(s => s.Name.EndsWith("Patch", StringComparison.Ordinal)), s => Assert.False(s.Value.TryGetProperty("required", out _), s.Name));
        var key = schemas.GetProperty("KeyTermsPatch").GetProperty("properties");
        Assert.Equal(["null", "boolean"], key.GetProperty("fallback").GetProperty("type").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal("#/components/schemas/SpendCap", key.GetProperty("spend_cap").GetProperty("items").GetProperty("$ref").GetString());
        Assert.Equal("#/components/schemas/RateLimitsPatch", key.GetProperty("rate_limits").GetProperty("oneOf")[1].GetProperty("$ref").GetString());
        Assert.Contains("null", schemas.GetProperty("SettingsTermsPatch").GetProperty("properties").GetProperty("values").GetProperty("additionalProperties").GetProperty("type").EnumerateArray().Select(t => t.GetString()));
    }

    [Fact]
    public void Answer_has_all_its_members()
    {
        var view = running.Document.GetProperty("components").GetProperty("schemas").GetProperty("KeyView");
        Assert.Equal(view.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(), view.GetProperty("required").EnumerateArray().Select(r => r.GetString()!).Order());
    }

    [Fact]
    public void Descriptions_name_nothing_of_the_code()
    {
        var descriptions = Descriptions(running.Document).ToArray();
        Assert.True(descriptions.Length > 300, $"{descriptions.Length} descriptions");
        Assert.All(descriptions, text => Assert.DoesNotMatch(@"[a-z?]\.[A-Z]|\b[A-Z][a-z]+[A-Z][a-z]", text.Replace("OpenAPI", "", StringComparison.Ordinal)));

        static IEnumerable<string> Descriptions(JsonElement here) => here.ValueKind switch
        {
            JsonValueKind.Array => here.EnumerateArray().SelectMany(Descriptions),
            JsonValueKind.Object => here.EnumerateObject().SelectMany(m => m is { Name: "description", Value.ValueKind: JsonValueKind.String } ? [m.Value.GetString()!] : Descriptions(m.Value)),
            _ => [],
        };
    }

    [Fact]
    public async Task Version_is_refused_where_it_would_be_passed_over()
    {
        var refused = await running.Gateway.ExpectAsync(400, "DELETE", $"announcements/{Guid.CreateVersion7()}", ManageGateway.Admin, null, ("If-Match", "\"1\""));
        Assert.True(refused.GetProperty("errors").TryGetProperty("If-Match", out _));
        Assert.All(RouteMatrixTests.Registry().Where(e => e.Route.IsUnsafe), e =>
        {
            var told = Operation(e.Route).GetProperty("parameters").EnumerateArray().Any(p => p.GetProperty("name").GetString() == "If-Match");
            Assert.Equal((e.TakesTag, e.TakesTag), (told, Operation(e.Route).GetProperty("responses").TryGetProperty("412", out _)));
        });
    }

    [Fact]
    public void Fault_of_a_document_is_found()
    {
        var broken = JsonDocument.Parse("""{"a":{"$ref":"#/components/schemas/None"},"schema":{"type":"text"}}""").RootElement;
        var faults = new List<string>();
        Walk(broken, broken, "#", faults);
        Assert.Equal(2, faults.Count);
    }

    // Every reference leads somewhere, and every type is one of JSON Schema's.
    private static void Walk(JsonElement value, JsonElement root, string at, List<string> faults)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in value.EnumerateArray().Index()) Walk(item, root, $"{at}/{index}", faults);
        }

        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var member in value.EnumerateObject())
        {
            if (member is { Name: "$ref", Value.ValueKind: JsonValueKind.String } && !Leads(root, member.Value.GetString()!)) faults.Add($"{at}: {member.Value} leads nowhere");
            if (member.Name == "type" && !at.EndsWith("/properties", StringComparison.Ordinal) && !at.Contains("securitySchemes", StringComparison.Ordinal))
            {
                var types = member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().Select(t => t.GetString()!) : [member.Value.GetString()!];
                faults.AddRange(types.Where(t => !Types.Contains(t)).Select(t => $"{at}: {t} is no type"));
            }

            Walk(member.Value, root, $"{at}/{member.Name}", faults);
        }
    }

    private static bool Leads(JsonElement root, string reference)
    {
        var here = root;
        return reference.StartsWith("#/", StringComparison.Ordinal)
            && reference[2..].Split('/').All(part => here.ValueKind == JsonValueKind.Object && here.TryGetProperty(part.Replace("~1", "/", StringComparison.Ordinal), out here));
    }

    private JsonElement Operation(ManageRoute route) => running.Document.GetProperty("paths").GetProperty(route.Pattern).GetProperty(route.Method.ToLowerInvariant());

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex PathPart();

    public sealed class Running : IAsyncLifetime
    {
        internal ManageGateway Gateway { get; private set; } = null!;

        public JsonElement Document { get; private set; }

        public async ValueTask InitializeAsync()
        {
            Gateway = await ManageGateway.StartAsync();
            Document = await Gateway.ExpectAsync(200, "GET", Path, ManageGateway.User);
        }

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
