using System.Text.Json;
using Gantry.Accounts;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Management;
using Gantry.Management.Http;
using Gantry.Management.Prices;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>Every route of the registry for every kind of caller (reliability S-30, S-32).</summary>
public sealed class RouteMatrixTests
{
    internal static IEnumerable<ManageEndpoint> Registry() => ManageResources.All.SelectMany(r => r.Endpoints);

    [Fact]
    public void S_30_Every_route_declares_all_that_it_asks()
    {
        var routes = Registry().Select(e => e.Route).ToArray();
        Assert.NotEmpty(routes);
        Assert.Equal(routes.Length, routes.Select(r => (r.Method, r.Path)).Distinct().Count());
        Assert.Equal(routes.Length, routes.Select(r => r.Id).Distinct().Count());
        Assert.All(Registry(), endpoint =>
        {
            var route = endpoint.Route;
            Assert.NotEmpty(route.Summary);
            Assert.True(route.Scope is null || ManageScopes.All.Contains(route.Scope), $"{route.Id}: scope {route.Scope}");
            // A published price list is large; nothing else is.
            Assert.InRange(route.BodyLimit, 1, route == PriceResource.Import ? PriceResource.ImportLimit : ManageRoute.UsualBodyLimit);
            // What changes something is audited, and needs the right to write; what only reads does neither.
            Assert.Equal(route.IsUnsafe, route.Action is not null);
            if (route.Scope is not null) Assert.EndsWith(route.IsUnsafe ? ":write" : ":read", route.Scope, StringComparison.Ordinal);
            Assert.False(route.StepUp && !route.IsUnsafe, route.Id);
        });
    }

    [Fact]
    public async Task S_30_Server_serves_what_the_registry_names_and_nothing_else()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var served = gateway.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText?.StartsWith(ManageRoute.Root, StringComparison.Ordinal) is true && !e.RoutePattern.RawText.Contains("**", StringComparison.Ordinal))
            .Select(e => $"{Assert.Single(e.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods)} {e.RoutePattern.RawText}");
        Assert.Equal(Registry().Select(e => $"{e.Route.Method} {e.Route.Pattern}").Order(StringComparer.Ordinal), served.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task S_32_No_caller_is_let_in_wrongly_and_none_is_kept_out()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var rows = await gateway.RowsAsync();
        var all = ManageScopes.All.ToArray();
        // A key of another tenant: its owner may touch it, and whoever may touch all.
        var foreign = rows.Keys.Single(k => k.Account == ManageGateway.Other).Id;
        var team = await MatrixTeam.MakeAsync(gateway);
        string[] wrong = [];
        var tried = 0;
        foreach (var endpoint in Registry())
        {
            var route = endpoint.Route;
            var without = all.Where(s => s != route.Scope).ToArray();
            (string Name, string? Who, AccountRole? Role, bool IsToken, bool HasScope, bool IsFresh)[] callers =
            [
                ("anonymous", null, null, false, false, false),
                ("made-up token", "gat-0000000000000000000000000000000000000000000000000", null, false, false, false),
                ("client key", null, null, false, false, false),
                ("user", ManageGateway.User, AccountRole.User, false, true, true),
                ("other tenant", ManageGateway.Other, AccountRole.User, false, true, true),
                ("admin", ManageGateway.Admin, AccountRole.Admin, false, true, true),
                ("owner", ManageGateway.Owner, AccountRole.Owner, false, true, true),
                ("manager of the team", MatrixTeam.Manager, AccountRole.User, false, true, true),
                ("member of the team", MatrixTeam.Member, AccountRole.User, false, true, true),
                ("manager of another team", MatrixTeam.Stranger, AccountRole.User, false, true, true),
                ("user without a fresh proof", $"stale {ManageGateway.User}", AccountRole.User, false, true, false),
                ("owner without a fresh proof", $"stale {ManageGateway.Owner}", AccountRole.Owner, false, true, false),
                ("user's token with the scope", await gateway.TokenAsync(ManageGateway.User, all), AccountRole.User, true, true, false),
                ("owner's token without the scope", await gateway.TokenAsync(ManageGateway.Owner, without), AccountRole.Owner, true, false, false),
                ("owner's token with the scope", await gateway.TokenAsync(ManageGateway.Owner, route.Scope is null ? all : [route.Scope]), AccountRole.Owner, true, true, false),
            ];
            foreach (var (name, who, role, isToken, hasScope, isFresh) in callers)
            {
                var path = team.Fill(route.Path).Replace("{id}", foreign.ToString(), StringComparison.Ordinal).Replace("{name}", "no-such-thing", StringComparison.Ordinal);
                (string, string)[] headers = name == "client key" ? [("authorization", $"Bearer {TestGateway}")] : [];
                // A body that nobody takes: whoever is let in is told so, and nothing changes.
                using var response = await gateway.SendAsync(route.Method, path, who, endpoint.Body is null || route.Method == "GET" ? null : """{"no_such_member":1}""", headers);
                var expected = Expected(route, role, isToken, hasScope, isFresh);
                var status = (int)response.StatusCode;
                var code = status >= 400 ? JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("code").GetString() : null;
                tried++;
                var right = expected switch
                {
                    null => status is 200 or 204 or 400 or 404,
                    "not_signed_in" => status == 401 && code == expected,
                    _ => status == 403 && code == expected,
                };
                // Of one's own there is nothing here: what belongs to others is not there.
                if (expected is null && route.Path.StartsWith("me/", StringComparison.Ordinal) && route.Path.Contains("{id}", StringComparison.Ordinal) && endpoint.Body is null && who != ManageGateway.Other) right &= status == 404;
                if (expected is null && MatrixTeam.IsOfManagers(route)) right &= MatrixTeam.IsRight(route, status, code, endpoint.Body is not null, role >= AccountRole.Admin || who == MatrixTeam.Manager);
                if (!right) wrong = [.. wrong, $"{route.Method} {route.Path} by {name}: {status} {code}, expected {expected ?? "to be let in"}"];
                if (route.Method == "DELETE") await team.RestoreAsync(gateway);
            }

            // Whoever was let in by DELETE has revoked it: the next route needs one again.
            if (route.Method == "DELETE") foreign = await AnewAsync(gateway);
        }

        Assert.Empty(wrong);
        Assert.True(tried >= 300, $"{tried} requests");
    }

    [Fact]
    public async Task S_32_Others_are_not_there()
    {
        await using var gateway = await ManageGateway.StartAsync();
        var foreign = (await gateway.RowsAsync()).Keys.Single(k => k.Account == ManageGateway.Other).Id;
        (string Method, string Path, string? Body)[] requests =
        [
            ("GET", $"me/keys/{foreign}", null), ("PATCH", $"me/keys/{foreign}", """{"fallback":true}"""), ("DELETE", $"me/keys/{foreign}", null),
            ("POST", $"me/keys/{foreign}/rotate", """{"overlap_seconds":0}"""),
        ];
        foreach (var (method, path, body) in requests)
        {
            foreach (var who in (string[])[ManageGateway.User, ManageGateway.Admin, ManageGateway.Owner, await gateway.TokenAsync(ManageGateway.User, "keys:read", "keys:write")])
            {
                var theirs = await gateway.ExpectAsync(404, method, path, who, body);
                var nobodys = await gateway.ExpectAsync(404, method, path.Replace(foreign.ToString(), Guid.CreateVersion7().ToString(), StringComparison.Ordinal), who, body);
                Assert.Equal(nobodys.GetProperty("detail").GetString(), theirs.GetProperty("detail").GetString());
            }
        }

        Assert.Equal(0, (await gateway.ExpectAsync(200, "GET", "me/keys?search=foreign", ManageGateway.User)).GetProperty("data").GetArrayLength());
        var key = (await gateway.RowsAsync()).Keys.Single(k => k.Id == foreign);
        Assert.True(key is { RevokedAt: null, Fallback: false });
        await gateway.ExpectAsync(200, "GET", $"me/keys/{foreign}", ManageGateway.Other);
    }

    [Fact]
    public void Service_refuses_whom_its_route_refuses_without_any_http()
    {
        using var events = new SecurityEvents(null!, TimeProvider.System, NullLogger<SecurityEvents>.Instance);
        var admission = new Admission(new StepUp(TimeProvider.System), events);
        var user = new Caller { AccountId = Guid.CreateVersion7(), Email = "u@example.com", Role = AccountRole.User };
        var route = ManageRoute.Get("x", "x", ManageScopes.KeysRead, "X.");
        Assert.Equal("role_required", Assert.Throws<RefusedException>(() => admission.Check(user, route)).Refusal.Code);
        Assert.Throws<ArgumentException>(() => admission.Check(new Impostor(), route));
    }

    private const string TestGateway = Relay.TestGateway.Key;

    private static string? Expected(ManageRoute route, AccountRole? role, bool isToken, bool hasScope, bool isFresh)
    {
        if (role is null) return "not_signed_in";
        if (role < route.Role) return "role_required";
        if (isToken && route.Scope is null) return "session_required";
        if (isToken) return hasScope ? null : "scope_required";
        return route.StepUp && !isFresh ? "step_up_required" : null;
    }

    private static async Task<Guid> AnewAsync(ManageGateway gateway)
    {
        var made = await gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.Other, $$"""{"name":"foreign {{Guid.CreateVersion7()}}","groups":["all"]}""");
        return made.GetProperty("key").GetProperty("id").GetGuid();
    }

    private sealed class Impostor : IActor
    {
        public Guid AccountId => Guid.Empty;

        public string Email => "owner@example.com";

        public string RoleName => "owner";
    }
}
