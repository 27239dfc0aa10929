using System.Text;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Management.Http;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>What holds for every endpoint.</summary>
public sealed class FoundationTests(FoundationTests.Running running) : IClassFixture<FoundationTests.Running>
{
    private ManageGateway Gateway => running.Gateway;

    [Fact]
    public async Task S_30_Path_that_is_not_in_the_registry_is_a_problem_404()
    {
        foreach (var path in (string[])["nothing", "models/a/b/c", "me/nothing", "", "v1/models"])
        {
            var problem = await Gateway.ExpectAsync(404, "GET", $"/api/manage/{path}", ManageGateway.Owner);
            Assert.Equal("unknown_endpoint", problem.GetProperty("code").GetString());
        }

        Assert.Equal("unknown_endpoint", (await Gateway.ExpectAsync(404, "PUT", "models", ManageGateway.Owner)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Problem_says_whose_fault_it_is_and_what_is_wrong()
    {
        var problem = await Gateway.ExpectAsync(400, "POST", "keys", ManageGateway.Admin, """{"account":"user@example.com","name":"x","groups":["all"],"spend_cap":[{"amount":"much"}]}""");
        Assert.Equal("urn:gantry:problem:invalid_request", problem.GetProperty("type").GetString());
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.Equal("client", problem.GetProperty("origin").GetString());
        Assert.Contains("is not a decimal number", problem.GetProperty("errors").GetProperty("spend_cap[0].amount")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"a","name":"b","groups":["all"]}""")]
    [InlineData("""{"name":"a","groups":["all"]""")]
    [InlineData("""{"name":"a" /* c */,"groups":["all"]}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"name":7,"groups":["all"]}""")]
    [InlineData("""{"name":"a","groups":"all"}""")]
    [InlineData("""{"name":"a","groups":[null]}""")]
    [InlineData("""{"name":"a","groups":["all"],"fallback":"yes"}""")]
    [InlineData("""{"name":"a","groups":["all"],"Fallback":true}""")]
    public async Task S_36_Body_that_two_parsers_could_read_in_two_ways_is_refused(string body) =>
        Assert.Equal("invalid_request", (await Gateway.ExpectAsync(400, "POST", "me/keys", ManageGateway.User, body)).GetProperty("code").GetString());

    [Fact]
    public async Task S_36_Body_of_65_levels_is_refused()
    {
        var deep = $$"""{"name":"a","groups":{{new string('[', 65)}}{{new string(']', 65)}}}""";
        await Gateway.ExpectAsync(400, "POST", "me/keys", ManageGateway.User, deep);
    }

    [Fact]
    public async Task S_34_Body_of_more_than_a_mebibyte_is_refused()
    {
        var large = $$"""{"name":"{{new string('a', ManageRoute.UsualBodyLimit)}}","groups":["all"]}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/manage/me/keys") { Content = new StringContent(large, Encoding.UTF8, "application/json") };
        request.Headers.Add(TestSessions.Header, ManageGateway.User);
        request.Headers.Add(RequestForgery.Header, "1");
        // Else this client may still be sending when the server, which has answered, ends the connection.
        request.Headers.ExpectContinue = true;
        using var response = await Gateway.Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(413, (int)response.StatusCode);
        Assert.Contains("body_too_large", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_of_another_kind_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/manage/me/keys") { Content = new StringContent("name=a&groups=all", Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Add(TestSessions.Header, ManageGateway.User);
        request.Headers.Add(RequestForgery.Header, "1");
        using var response = await Gateway.Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(415, (int)response.StatusCode);
    }

    [Fact]
    public async Task S_31_Members_that_nobody_may_set_take_no_effect()
    {
        string[] probes =
        [
            "role", "balance", "multiplier", "owner_id", "ownerId", "account_id", "id", "hash", "display", "created_at", "revoked_at", "managed_by", "last_used_at",
            "is_admin", "secret",
        ];
        foreach (var member in probes)
        {
            var problem = await Gateway.ExpectAsync(400, "POST", "me/keys", ManageGateway.User, $$"""{"name":"probe","groups":["all"],"{{member}}":"1"}""");
            Assert.StartsWith("is not known here", problem.GetProperty("errors").GetProperty(member)[0].GetString(), StringComparison.Ordinal);
            var account = (await Gateway.RowsAsync()).Accounts.Single(a => a.Email == ManageGateway.Other);
            if (member is not "id") await Gateway.ExpectAsync(400, "PATCH", $"accounts/{account.Id}", ManageGateway.Admin, $$"""{"{{member}}":"owner"}""");
        }

        var rows = await Gateway.RowsAsync();
        Assert.DoesNotContain(rows.Keys, k => k.Name == "probe");
        Assert.Equal(AccountRole.User, rows.Accounts.Single(a => a.Email == ManageGateway.Other).Role);
    }

    [Fact]
    public async Task S_21_Session_without_the_header_changes_nothing()
    {
        foreach (var endpoint in RouteMatrixTests.Registry().Where(e => e.Route.IsUnsafe))
        {
            var path = endpoint.Route.Path.Replace("{id}", Guid.CreateVersion7().ToString(), StringComparison.Ordinal).Replace("{name}", "x", StringComparison.Ordinal);
            var problem = await Gateway.ExpectAsync(400, endpoint.Route.Method, path, ManageGateway.Owner, endpoint.Body is null ? null : "{}", (RequestForgery.Header, ""));
            Assert.Equal("csrf", problem.GetProperty("code").GetString());
            problem = await Gateway.ExpectAsync(400, endpoint.Route.Method, path, ManageGateway.Owner, endpoint.Body is null ? null : "{}", ("Sec-Fetch-Site", "cross-site"));
            Assert.Equal("csrf", problem.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Unknown_name_in_the_query_is_refused() =>
        Assert.Contains("did you mean 'search'", (await Gateway.ExpectAsync(400, "GET", "keys?serch=a", ManageGateway.Admin)).GetProperty("errors").GetProperty("serch")[0].GetString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=many")]
    [InlineData("after=made-up")]
    [InlineData("search=12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData("revoked=perhaps")]
    [InlineData("limit=1&limit=2")]
    public async Task Wrong_page_is_refused(string query) => await Gateway.ExpectAsync(400, "GET", $"keys?{query}", ManageGateway.Admin);

    [Fact]
    public async Task Edit_of_another_version_is_refused()
    {
        var id = (await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, """{"name":"versions","groups":["all"]}""")).GetProperty("key").GetProperty("id").GetString();
        using var read = await Gateway.SendAsync("GET", $"me/keys/{id}", ManageGateway.User);
        var tag = read.Headers.ETag!.ToString();

        await Gateway.ExpectAsync(200, "PATCH", $"me/keys/{id}", ManageGateway.User, """{"fallback":true}""", ("If-Match", tag));
        Assert.Equal("changed_meanwhile", (await Gateway.ExpectAsync(412, "PATCH", $"me/keys/{id}", ManageGateway.User, """{"fallback":false}""", ("If-Match", tag))).GetProperty("code").GetString());
        await Gateway.ExpectAsync(412, "DELETE", $"me/keys/{id}", ManageGateway.User, null, ("If-Match", tag));
        Assert.True((await Gateway.ExpectAsync(200, "GET", $"me/keys/{id}", ManageGateway.User)).GetProperty("fallback").GetBoolean());
        await Gateway.ExpectAsync(200, "PATCH", $"me/keys/{id}", ManageGateway.User, """{"fallback":false}""", ("If-Match", "*"));
    }

    [Fact]
    public async Task Patch_changes_what_it_names_and_nothing_else()
    {
        var id = (await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, """{"name":"patch","groups":["all"],"models":["m"],"spend_cap":[{"amount":"1.00","window":"day"}]}"""))
            .GetProperty("key").GetProperty("id").GetString();
        var patched = await Gateway.ExpectAsync(200, "PATCH", $"me/keys/{id}", ManageGateway.User, """{"networks":["10.0.0.0/8"],"models":null}""");
        Assert.Equal("10.0.0.0/8", patched.GetProperty("networks")[0].GetString());
        Assert.Equal(0, patched.GetProperty("models").GetArrayLength());
        Assert.Equal("1.00", patched.GetProperty("spend_cap")[0].GetProperty("amount").GetString());
        Assert.Equal(1_000_000_000, patched.GetProperty("spend_cap")[0].GetProperty("amount_nanos").GetInt64());
    }

    [Fact]
    public async Task Same_request_under_an_idempotency_key_is_done_once()
    {
        const string Body = """{"name":"once","groups":["all"]}""";
        var first = await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, Body, ("Idempotency-Key", "k1"));
        var again = await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, Body, ("Idempotency-Key", "k1"));
        Assert.Equal(first.GetProperty("secret").GetString(), again.GetProperty("secret").GetString());
        Assert.Equal("idempotency_key_reused", (await Gateway.ExpectAsync(409, "POST", "me/keys", ManageGateway.User, """{"name":"twice","groups":["all"]}""", ("Idempotency-Key", "k1"))).GetProperty("code").GetString());
        // Another account's key of the same text is another key, and a refusal frees it.
        await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.Other, Body, ("Idempotency-Key", "k1"));
        await Gateway.ExpectAsync(400, "POST", "me/keys", ManageGateway.User, """{"name":""}""", ("Idempotency-Key", "k2"));
        await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, """{"name":"after a refusal","groups":["all"]}""", ("Idempotency-Key", "k2"));
        Assert.Single((await Gateway.RowsAsync()).Keys, k => k is { Name: "once", Account: ManageGateway.User });
    }

    [Fact]
    public async Task S_42_Change_is_in_the_audit_log_with_who_and_from_where()
    {
        var id = (await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, """{"name":"audited","groups":["all"]}""")).GetProperty("key").GetProperty("id").GetString();
        using var response = await Gateway.SendAsync("DELETE", $"me/keys/{id}", ManageGateway.User);
        Assert.Equal(204, (int)response.StatusCode);

        var log = await Gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Target = "key user@example.com/audited" }, TestContext.Current.CancellationToken);
        Assert.Equal(["key.revoke", "key.create"], log.Select(e => e.Note.Action));
        Assert.All(log, e => Assert.Equal((ManageGateway.User, "127.0.0.1"), (e.Note.Actor, e.Note.Address)));
        Assert.Equal(response.Headers.GetValues("x-request-id").Single(), log[0].Note.RequestId);
    }

    [Fact]
    public async Task Account_that_lacks_a_second_factor_may_do_nothing()
    {
        var row = (await Gateway.RowsAsync()).Accounts.Single(a => a.Email == ManageGateway.Admin);
        Gateway.Sessions.Add("bare", row, row.Role, TimeProvider.System.GetUtcNow(), mustAddFactor: true);
        Assert.Equal("factor_required", (await Gateway.ExpectAsync(403, "GET", "models", "bare")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task S_33_Search_takes_no_pattern()
    {
        await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, """{"name":"100%_sure","groups":["all"]}""");
        Assert.Equal(0, (await Gateway.ExpectAsync(200, "GET", $"me/keys?search={Uri.EscapeDataString("%_%_%_")}", ManageGateway.User)).GetProperty("data").GetArrayLength());
        var found = await Gateway.ExpectAsync(200, "GET", $"me/keys?search={Uri.EscapeDataString("100%_")}", ManageGateway.User);
        Assert.Equal("100%_sure", Assert.Single(found.GetProperty("data").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task S_33_Eleventh_search_of_a_minute_is_refused_and_a_further_page_is_not()
    {
        // The owner searches in no other test.
        var next = (await Gateway.ExpectAsync(200, "GET", "accounts?search=o&limit=1", ManageGateway.Owner)).GetProperty("next").GetString();
        for (var i = 1; i < SearchLimit.PerMinute; i++)
            await Gateway.ExpectAsync(200, "GET", "groups?search=a", ManageGateway.Owner);
        using (var refused = await Gateway.SendAsync("GET", "groups?search=a", ManageGateway.Owner))
        {
            Assert.Equal(429, (int)refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        }

        await Gateway.ExpectAsync(200, "GET", "groups", ManageGateway.Owner);
        await Gateway.ExpectAsync(200, "GET", $"accounts?search=o&limit=1&after={next}", ManageGateway.Owner);
    }

    [Fact]
    public async Task Pages_hold_everything_once()
    {
        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = await Gateway.ExpectAsync(200, "GET", $"accounts?limit=2{(next is null ? "" : $"&after={next}")}", ManageGateway.Admin);
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(a => a.GetProperty("email").GetString()!));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal((await Gateway.RowsAsync()).Accounts.Select(a => a.Email), seen);
    }

    public sealed class Running : IAsyncLifetime
    {
        internal ManageGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await ManageGateway.StartAsync();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
