using System.Reflection;
using System.Text.RegularExpressions;
using Gantry.Access;
using Gantry.Relay.Paths;
using Gantry.Tests.Laws;
using Gantry.Tests.Relay;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Edge;

public sealed partial class EndpointRegistryTests
{
    /// <summary>What has a registry of its own: the management API, and the addresses of the console.</summary>
    private static readonly string[] OtherRegistries = ["/api/manage", "/openapi", "/console", "/setup", "/new-password", "/join", "/register", "/forgot", "/pricing", "/status", "/_framework", "/_blazor"];

    [Fact]
    public void S_30_Every_relay_route_states_access_meter_body_and_protocol()
    {
        foreach (var route in RelayRoutes.All)
        {
            Assert.True(route.RequiresKey, route.Pattern);
            Assert.True(Enum.IsDefined(route.Protocol) && Enum.IsDefined(route.Operation) && Enum.IsDefined(route.Body), route.Pattern);
            Assert.True(route.Body == BodyKind.None ? route.BodyLimit == 0 : route.BodyLimit is 32 << 20 or 50 << 20, route.Pattern);
            // What makes an upstream compute has a body and is charged; counting is free of charge everywhere.
            Assert.True(route.Metered == (route.Body != BodyKind.None && route.Operation != Gantry.Protocols.Operation.CountTokens), route.Pattern);
        }
    }

    [Fact]
    public void S_30_Every_other_endpoint_states_access_meter_body_and_protocol()
    {
        var declared = typeof(DeclaredEndpoints).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(DeclaredEndpoint)).Select(field => (DeclaredEndpoint)field.GetValue(null)!).ToList();
        Assert.Equal(declared, DeclaredEndpoints.All);
        Assert.Equal(declared.Count, declared.Select(endpoint => (endpoint.Method, endpoint.Path)).Distinct().Count());
        foreach (var endpoint in declared)
        {
            Assert.True(Enum.IsDefined(endpoint.Access) && Enum.IsDefined(endpoint.Errors), endpoint.Path);
            Assert.InRange(endpoint.BodyLimit, 1, 32 << 20);
            Assert.False(endpoint.Metered, $"{endpoint.Path} belongs into RelayRoutes");
            Assert.Null(RelayRoutes.Match(endpoint.Method, Paths.Of(endpoint)));
        }
    }

    [Fact]
    public async Task S_30_Every_mapped_endpoint_is_declared()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var mapped = gateway.Host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => path != "/{*path}" && !OtherRegistries.Any(other => path.StartsWith(other, StringComparison.Ordinal)));
        Assert.Empty(mapped.Except(DeclaredEndpoints.All.Select(endpoint => endpoint.Path)));
    }

    [Fact]
    public void S_30_No_source_file_but_the_registry_spells_the_path_of_an_endpoint() =>
        Law.Holds(Spelled(Repository.CSharp("src/Gantry").Where(file => IsServed(file.Path))));

    [Fact]
    public void Path_that_is_spelt_elsewhere_is_found()
    {
        Assert.Single(Spelled([new SourceFile("src/Gantry/Owner/A.cs", "x == \"/v1/wallet\"")]));
        Assert.Single(Spelled([new SourceFile("src/Gantry/Hosting/A.cs", "app.MapGet(\"/debug\", F)")]));
        Assert.Empty(Spelled([new SourceFile("src/Gantry/Owner/A.cs", "/// <c>GET /v1/wallet</c>\nvar text = \"GET /v1/wallet shows\";")]));
    }

    [Fact]
    public async Task S_30_Two_hundred_random_paths_are_404_and_reach_no_upstream()
    {
        await using var gateway = await TestGateway.StartAsync("m");
        var random = new Random(30);
        string[] words = ["v1", "v1beta", "v2", "files", "batches", "fine_tuning", "jobs", "assistants", "threads", "runs", "vector_stores", "organization", "admin", "users", "keys", "models", "proxy", "pass-through", "openai", "anthropic", "internal", "chat", "deployments", "m", "uploads", "realtime"];
        var asked = 0;
        while (asked < 200)
        {
            var path = string.Concat(Enumerable.Range(0, random.Next(2, 6)).Select(_ => "/" + words[random.Next(words.Length)]));
            var method = random.Next(2) == 0 ? HttpMethod.Post : HttpMethod.Get;
            if (RelayRoutes.Match(method.Method, path) is not null)
            {
                continue;
            }

            asked++;
            using var answer = await gateway.SendAsync(method, path, method == HttpMethod.Post ? new StringContent("""{"model":"m","messages":[]}""") : null);
            Assert.True((int)answer.StatusCode == 404, $"{method} {path}: {answer.StatusCode}");
        }

        Assert.Empty(gateway.Simulator.Record.Exchanges);
        Assert.Empty(await gateway.UsageAsync(0));
    }

    [Fact]
    public async Task S_44_Nothing_for_operators_is_on_the_public_listener()
    {
        string[] paths =
        [
            "/metrics", "/prometheus", "/debug", "/debug/pprof", "/debug/vars", "/swagger", "/swagger/index.html", "/swagger/v1/swagger.json", "/openapi.json", "/openapi/v1.json", "/api-docs",
            "/healthz/detail", "/health/detail", "/readyz/verbose", "/server-status", "/actuator", "/actuator/env", "/env", "/.env", "/.git/config", "/admin", "/admin/", "/config", "/trace",
            "/dump", "/heapdump", "/logs", "/api/debug", "/v1/admin", "/v1/metrics", "/%2e%2e/%2e%2e/etc/passwd", "/console/../metrics", "/phpinfo.php", "/favicon.ico.bak",
        ];
        await using var gateway = await TestGateway.StartAsync("m");
        foreach (var path in paths)
        {
            using var answer = await gateway.Http.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode == 404, $"{path}: {answer.StatusCode}");
        }

        // Health says a word, not a report.
        foreach (var path in new[] { "/healthz", "/readyz" })
        {
            Assert.InRange((await gateway.Http.GetStringAsync(path, TestContext.Current.CancellationToken)).Length, 1, 32);
        }
    }

    private static bool IsServed(string path) =>
        (path.StartsWith("src/Gantry/Owner/", StringComparison.Ordinal) || path.StartsWith("src/Gantry/Quotes/", StringComparison.Ordinal)
            || path.StartsWith("src/Gantry/Explain/", StringComparison.Ordinal) || path.StartsWith("src/Gantry/Hosting/", StringComparison.Ordinal))
        && !path.EndsWith("/DeclaredEndpoints.cs", StringComparison.Ordinal);

    private static List<string> Spelled(IEnumerable<SourceFile> files) =>
        [.. files.SelectMany(file => PathLiteral().Matches(file.Text).Select(match => $"{file.Path}: {match.Value}"))];

    [GeneratedRegex("""(?<!<c>)"/(v1|v1beta|api|webhooks)/[^" ]*"|Map(Get|Post|Put|Delete|Patch)\("/[^"]*"?""", RegexOptions.ExplicitCapture)]
    private static partial Regex PathLiteral();
}
