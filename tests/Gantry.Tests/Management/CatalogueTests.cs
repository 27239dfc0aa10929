using System.Text.Json;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Tests.Relay;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>Upstreams, models, prices, groups, deployments and accounts through the API.</summary>
public sealed class CatalogueTests(CatalogueTests.Running running) : IClassFixture<CatalogueTests.Running>
{
    private const string Secret = "upstream-canary-0123456789-wxyz";

    private ManageGateway Gateway => running.Gateway;

    [Fact]
    public async Task Model_can_be_offered_and_used_by_the_API_alone()
    {
        var simulator = Gateway.Gateway.Simulator.BaseUrl;
        var token = await Gateway.TokenAsync(ManageGateway.Owner, "catalog:read", "catalog:write", "keys:write", "accounts:write");
        await Gateway.ExpectAsync(201, "POST", "upstreams", token, $$"""{"name":"api","provider":"simulator","base_url":"{{simulator}}","allow_private_network":true,"api_keys":["{{TestGateway.UpstreamKey}}"]}""");
        await Gateway.ExpectAsync(201, "POST", "models", token, """{"id":"made/by-api","aliases":["by-api"],"price":{"input":"3.00","output":"15.00"}}""");
        await Gateway.ExpectAsync(201, "POST", "groups", token, """{"name":"api group","multiplier":"0"}""");
        await Gateway.ExpectAsync(201, "POST", "deployments", token, """{"group":"api group","model":"made/by-api","upstream":"api","upstream_model":"anything"}""");
        await Gateway.ExpectAsync(201, "POST", "accounts", token, """{"email":"New@Example.com"}""");
        var key = (await Gateway.ExpectAsync(201, "POST", "keys", token, """{"account":"new@example.com","name":"k","groups":["api group"]}""")).GetProperty("secret").GetString()!;
        var status = 0;
        for (var i = 0; i < 100 && status != 200; i++)
        {
            using var response = await Gateway.Gateway.PostAsync("/v1/chat/completions", """{"model":"by-api","messages":[{"role":"user","content":"hi"}]}""", ("authorization", $"Bearer {key}"));
            status = (int)response.StatusCode;
            if (status != 200) await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(200, status);
        var report = await Gateway.ExpectAsync(200, "POST", "upstreams/api/test", token, "{}");
        Assert.True(report.GetProperty("results")[0].GetProperty("works").GetBoolean(), report.GetRawText());
        Assert.Equal("served", report.GetProperty("results")[0].GetProperty("outcome").GetString());

        // A slash in an id is escaped in a path.
        Assert.Equal("made/by-api", (await Gateway.ExpectAsync(200, "GET", "models/made%2Fby-api", token)).GetProperty("id").GetString());
        Assert.Equal("api group", (await Gateway.ExpectAsync(200, "GET", "groups/api%20group", token)).GetProperty("name").GetString());
        var problem = await Gateway.ExpectAsync(422, "DELETE", "groups/api%20group", token);
        Assert.Contains("there is no group 'api group'", problem.GetProperty("errors").GetProperty("key new@example.com/k")[0].GetString(), StringComparison.Ordinal);
        await Gateway.ExpectAsync(204, "DELETE", "models/made%2Fby-api", token);
        await Gateway.ExpectAsync(204, "DELETE", "upstreams/api", token);
        Assert.DoesNotContain((await Gateway.RowsAsync()).Credentials, c => c.Upstream == "api");
    }

    [Fact]
    public async Task S_10_Credential_is_written_and_never_read()
    {
        var made = await Gateway.ExpectAsync(
            201, "POST", "upstreams", ManageGateway.Owner, $$"""{"name":"sealed","provider":"openai","api_keys":["{{Secret}}"],"proxy":"http://me:proxy-canary@proxy.example.com:8080"}""");
        Assert.Equal("…wxyz", made.GetProperty("credentials")[0].GetProperty("display").GetString());
        Assert.Equal("http://…@proxy.example.com:8080", made.GetProperty("proxy").GetString());
        await Gateway.ExpectAsync(400, "PATCH", "upstreams/sealed", ManageGateway.Owner, """{"proxy":"http://…@proxy.example.com:8080"}""");
        await Gateway.ExpectAsync(200, "PATCH", "upstreams/sealed", ManageGateway.Owner, """{"stream_usage":false}""");
        var row = (await Gateway.RowsAsync()).Upstreams.Single(u => u.Name == "sealed");
        Assert.Equal(("http://proxy.example.com:8080", false), (row.Proxy, row.ProxySealed.IsEmpty));

        var second = await Gateway.ExpectAsync(200, "POST", "upstreams/sealed/credentials", ManageGateway.Owner, """{"secret":"another-canary-0123456789"}""");
        Assert.Equal(2, second.GetProperty("credentials").GetArrayLength());
        var first = second.GetProperty("credentials")[0].GetProperty("id").GetString();
        await Gateway.ExpectAsync(204, "DELETE", $"upstreams/sealed/credentials/{first}", ManageGateway.Owner);
        var last = second.GetProperty("credentials")[1].GetProperty("id").GetString();
        var problem = await Gateway.ExpectAsync(422, "DELETE", $"upstreams/sealed/credentials/{last}", ManageGateway.Owner);
        Assert.Contains("needs at least one key", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);

        var log = await Gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Limit = 500 }, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(log, e => e.ToString().Contains("canary", StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(Gateway.Gateway.Database)!, "gantry.db*"))
            Assert.False(new SecretSearch([Secret]).IsIn(SecretSearch.Read(file)), file);
    }

    [Fact]
    public async Task S_24_What_is_dangerous_needs_a_fresh_proof()
    {
        var account = (await Gateway.RowsAsync()).Accounts.Single(a => a.Email == ManageGateway.Other).Id;
        (string Method, string Path, string Body)[] dangerous =
        [
            ("POST", "upstreams", """{"name":"x","provider":"openai"}"""), ("POST", "upstreams/sim/credentials", """{"secret":"x"}"""), ("PATCH", "upstreams/sim", "{}"),
            ("PATCH", "models/m/prices", "{}"), ("PATCH", "groups/all", "{}"), ("POST", $"accounts/{account}/role", """{"role":"admin"}"""),
            ("POST", "tokens", """{"name":"x","scopes":["usage:read"]}"""),
        ];
        foreach (var (method, path, body) in dangerous)
            Assert.Equal("step_up_required", (await Gateway.ExpectAsync(403, method, path, $"stale {ManageGateway.Owner}", body)).GetProperty("code").GetString());
        // Listing and a description are not.
        await Gateway.ExpectAsync(200, "GET", "upstreams", $"stale {ManageGateway.Owner}");
        await Gateway.ExpectAsync(200, "PATCH", "models/m", $"stale {ManageGateway.Owner}", """{"display_name":"M"}""");
    }

    [Fact]
    public async Task Price_is_a_version_from_now_on_and_can_be_dated()
    {
        await Gateway.ExpectAsync(201, "POST", "models", ManageGateway.Owner, """{"id":"priced","price":{"input":"1.00","output":"2.00","long_context":{"above":200000,"input":"2.00","output":"4.00"}}}""");
        var prices = await Gateway.ExpectAsync(
            200, "PATCH", "models/priced/prices", ManageGateway.Owner, """{"price":{"input":"1.50"},"prices":[{"from":"2090-01-01T00:00:00Z","price":{"input":"9.00","output":"9.00"}}]}""");
        // A merge: what it does not name stays.
        Assert.Equal(("1.50", "2.00"), (prices.GetProperty("price").GetProperty("input").GetString(), prices.GetProperty("price").GetProperty("output").GetString()));
        var versions = (await Gateway.ExpectAsync(200, "GET", "models/priced/price-versions", ManageGateway.Admin)).GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(3, versions.Length);
        Assert.Equal(2090, versions[0].GetProperty("valid_from").GetDateTimeOffset().Year);
        Assert.Equal("hand", versions[0].GetProperty("source").GetString());
        var line = versions[1].GetProperty("lines").EnumerateArray().First(l => l.GetProperty("dimension").GetString() == "input");
        Assert.Equal((1_500_000_000, "1.50"), (line.GetProperty("price_nanos").GetInt64(), line.GetProperty("usd").GetString()));

        var problem = await Gateway.ExpectAsync(400, "PATCH", "models/priced/prices", ManageGateway.Owner, """{"price":{"input":1.5}}""");
        Assert.Contains("must be text", problem.GetProperty("errors").GetProperty("price.input")[0].GetString(), StringComparison.Ordinal);
        Assert.True((await Gateway.SendAsync("PATCH", "models/priced/prices", ManageGateway.Owner, """{"price":{"free":true}}""")).StatusCode is System.Net.HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task S_15_Upstream_that_points_inside_is_refused_by_its_field()
    {
        foreach (var url in (string[])["http://127.0.0.1:1/", "http://169.254.169.254/", "http://10.0.0.1", "ftp://example.com", "https://user:secret@example.com"])
        {
            var problem = await Gateway.ExpectAsync(422, "POST", "upstreams", ManageGateway.Owner, $$"""{"name":"inside","provider":"openai-compatible","base_url":"{{url}}"}""");
            Assert.True(problem.GetProperty("errors").TryGetProperty("base_url", out _));
            Assert.DoesNotContain("secret@", problem.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Group_keeps_all_that_it_says_through_an_edit()
    {
        await Gateway.ExpectAsync(201, "POST", "groups", ManageGateway.Owner, """
            {"name":"rich","description":"d","multiplier":"1.25","cancel_policy":"upstream","spend_cap":[{"amount":"5.00","window":"month"}],"hold_output_tokens":99,
             "operations":["chat"],"protocols":["messages"],"status":"deprecated","replacement":"all","note":"n","balance":"least_busy",
             "prices":[{"model":"m","multiplier":"2.0"},{"model":"n","price":{"input":"1.00","output":"1.00"}}]}
            """);
        var before = (await Gateway.RowsAsync()).Groups.Single(g => g.Name == "rich");
        await Gateway.ExpectAsync(200, "PATCH", "groups/rich", ManageGateway.Owner, """{"note":"other"}""");
        var after = (await Gateway.RowsAsync()).Groups.Single(g => g.Name == "rich");
        Assert.Equal("other", after.Note);
        Assert.Equal((before with { Note = "other" }).Facts(), after.Facts());
        await Gateway.ExpectAsync(204, "DELETE", "groups/rich", ManageGateway.Owner);
    }

    [Fact]
    public async Task Model_and_upstream_keep_all_that_they_say_through_an_edit()
    {
        await Gateway.ExpectAsync(201, "POST", "models", ManageGateway.Owner, """
            {"id":"rich","aliases":["r"],"display_name":"Rich","owned_by":"us","kind":"chat","context_window":1000,"max_output_tokens":10,"supports_images":true,"supports_reasoning":true,
             "rules":{"thinking":"budget","sampling":"not_with_reasoning","efforts":["low","high"],"input":["image"],"min_budget":5,"prefill":true},
             "price":{"input":"1.00","output":"2.00","cache_write_5m":"1.25","image":"0.04","image_variants":{"high/1024x1024":"0.10"},"tiers":{"flex":{"input":"0.50","output":"1.00"}}}}
            """);
        var before = (await Gateway.RowsAsync()).Models.Single(m => m.Id == "rich");
        await Gateway.ExpectAsync(200, "PATCH", "models/rich", ManageGateway.Owner, """{"owned_by":"them"}""");
        Assert.Equal((before with { OwnedBy = "them" }).Facts(), (await Gateway.RowsAsync()).Models.Single(m => m.Id == "rich").Facts());
        await Gateway.ExpectAsync(200, "PATCH", "models/rich/prices", ManageGateway.Owner, "{}");
        Assert.Equal((before with { OwnedBy = "them" }).Facts(), (await Gateway.RowsAsync()).Models.Single(m => m.Id == "rich").Facts());

        await Gateway.ExpectAsync(201, "POST", "upstreams", ManageGateway.Owner, """
            {"name":"rich","provider":"vertex","speaks":["gemini","chat"],"options":{"project":"p","location":"us-central1"},"host":"h.example.com","stops_on_cancel":true,"traits":{"top_k":true}}
            """);
        var upstream = (await Gateway.RowsAsync()).Upstreams.Single(u => u.Name == "rich");
        await Gateway.ExpectAsync(200, "PATCH", "upstreams/rich", ManageGateway.Owner, """{"host":"other.example.com"}""");
        Assert.Equal((upstream with { Host = "other.example.com" }).Facts(), (await Gateway.RowsAsync()).Upstreams.Single(u => u.Name == "rich").Facts());
    }

    [Fact]
    public async Task Admin_touches_no_owner_and_makes_none()
    {
        var rows = await Gateway.RowsAsync();
        var owner = rows.Accounts.Single(a => a.Email == ManageGateway.Owner).Id;
        var user = rows.Accounts.Single(a => a.Email == ManageGateway.User).Id;
        (string Method, string Path, string? Body)[] forbidden =
        [
            ("POST", $"accounts/{owner}/disable", null), ("POST", $"accounts/{owner}/role", """{"role":"user"}"""), ("PATCH", $"accounts/{owner}", """{"plan":null}"""),
            ("POST", $"accounts/{user}/role", """{"role":"owner"}"""), ("POST", $"accounts/{owner}/enable", null),
        ];
        foreach (var (method, path, body) in forbidden)
            Assert.Equal("role_required", (await Gateway.ExpectAsync(403, method, path, ManageGateway.Admin, body)).GetProperty("code").GetString());
        Assert.Equal("last_owner", (await Gateway.ExpectAsync(409, "POST", $"accounts/{owner}/disable", ManageGateway.Owner)).GetProperty("code").GetString());
        Assert.Equal("last_owner", (await Gateway.ExpectAsync(409, "POST", $"accounts/{owner}/role", ManageGateway.Owner, """{"role":"admin"}""")).GetProperty("code").GetString());
        await Gateway.ExpectAsync(400, "POST", $"accounts/{user}/role", ManageGateway.Owner, """{"role":"king"}""");
        Assert.Equal(AccountRole.Owner, (await Gateway.RowsAsync()).Accounts.Single(a => a.Id == owner).Role);
    }

    [Fact]
    public async Task Account_is_made_and_edited()
    {
        await Gateway.ExpectAsync(400, "POST", "accounts", ManageGateway.Admin, """{"email":"no address"}""");
        var id = (await Gateway.ExpectAsync(201, "POST", "accounts", ManageGateway.Admin, """{"email":"Edited@example.com","time_zone":"Europe/Berlin"}""")).GetProperty("id").GetString();
        await Gateway.ExpectAsync(409, "POST", "accounts", ManageGateway.Admin, """{"email":"edited@example.com"}""");
        var problem = await Gateway.ExpectAsync(422, "PATCH", $"accounts/{id}", ManageGateway.Admin, """{"plan":"none such"}""");
        Assert.Contains("there is no plan", problem.GetProperty("errors").GetProperty("plan")[0].GetString(), StringComparison.Ordinal);
        var capped = await Gateway.ExpectAsync(200, "PATCH", $"accounts/{id}", ManageGateway.Admin, """{"spend_cap":[{"amount":"3.50","amount_nanos":3500000000,"window":"week"}]}""");
        Assert.Equal("Europe/Berlin", capped.GetProperty("time_zone").GetString());
        await Gateway.ExpectAsync(400, "PATCH", $"accounts/{id}", ManageGateway.Admin, """{"spend_cap":[{"amount":"3.50","amount_nanos":1,"window":"week"}]}""");
        Assert.Equal("edited@example.com", Assert.Single((await Gateway.ExpectAsync(200, "GET", "accounts?search=EDIT", ManageGateway.Admin)).GetProperty("data").EnumerateArray()).GetProperty("email").GetString());
        Assert.True((await Gateway.ExpectAsync(200, "POST", $"accounts/{id}/disable", ManageGateway.Admin)).GetProperty("disabled").GetBoolean());
        Assert.Single((await Gateway.ExpectAsync(200, "GET", "accounts?disabled=true&search=edited", ManageGateway.Admin)).GetProperty("data").EnumerateArray());
        Assert.False((await Gateway.ExpectAsync(200, "POST", $"accounts/{id}/enable", ManageGateway.Admin)).GetProperty("disabled").GetBoolean());
    }

    [Fact]
    public async Task What_a_file_closed_is_closed_for_good_by_hand()
    {
        var id = (await Gateway.ExpectAsync(201, "POST", "accounts", ManageGateway.Admin, """{"email":"closed@example.com"}""")).GetProperty("id").GetGuid();
        await Gateway.Service<ICatalogStore>().EditAsync<int>(
            rows =>
            {
                var row = rows.Accounts.Single(a => a.Id == id);
                return ([new RowChange(row with { DisabledBy = ManagedBy.File }, row)], 0);
            },
            AuditNote.OfCommand("catalog.apply"),
            TestContext.Current.CancellationToken);
        await Gateway.ExpectAsync(200, "POST", $"accounts/{id}/disable", ManageGateway.Admin);
        Assert.Equal(ManagedBy.Hand, (await Gateway.RowsAsync()).Accounts.Single(a => a.Id == id).DisabledBy);
        // Nothing changes, and nothing is written.
        var version = (await Gateway.RowsAsync()).Version;
        await Gateway.ExpectAsync(200, "POST", $"accounts/{id}/disable", ManageGateway.Admin);
        await Gateway.ExpectAsync(200, "PATCH", $"accounts/{id}", ManageGateway.Admin, "{}");
        Assert.Equal(version, (await Gateway.RowsAsync()).Version);
    }

    [Fact]
    public async Task Every_list_can_be_read_and_shows_no_secret()
    {
        foreach (var list in (string[])["upstreams", "models", "groups", "deployments", "keys", "accounts", "tokens"])
        {
            var page = await Gateway.ExpectAsync(200, "GET", list, ManageGateway.Owner);
            Assert.Equal(JsonValueKind.Array, page.GetProperty("data").ValueKind);
            Assert.DoesNotContain(TestGateway.UpstreamKey, page.GetRawText(), StringComparison.Ordinal);
        }
    }

    public sealed class Running : IAsyncLifetime
    {
        internal ManageGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await ManageGateway.StartAsync();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
