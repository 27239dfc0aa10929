using System.Net;
using System.Text.Json;
using Gantry.Alerts;
using Gantry.Tests.Relay;
using Xunit;

namespace Gantry.Tests.Management.Driven;

/// <summary>All that people do in a console, by a client that has the OpenAPI document and nothing else.</summary>
public sealed class ConsoleStoryTests(DrivenGateway running) : IClassFixture<DrivenGateway>
{
    // Operations that the story cannot call, with the reason; there is none.
    private static readonly Dictionary<string, string> Excused = new(StringComparer.Ordinal)
    {
        ["openPayment"] = "This gateway takes no cards: the refusal is held to the document; the page of the wallet pays at a fake of the service.",
        ["getMyPayment"] = "There is none without.",
        ["getPayment"] = "Nor one of anybody else.",
    };

    private DocumentClient Client => running.Client;

    private DrivenLogin Owner => running.Owner;

    private DrivenLogin Admin => running.Admin;

    private DrivenLogin User => running.User;

    [Fact]
    public async Task Every_action_of_a_console_is_done_by_a_client_that_knows_the_document_alone()
    {
        await SetUpAsync();
        await PriceAsync();
        var secret = await HandOutKeysAsync();
        var request = await SpendAsync(secret);
        await LookAtUsageAsync(request);
        await LookAtCapturesAsync(request);
        await MoveMoneyAsync(request);
        await TellAsync();
        await KeepPeopleAsync();
        await TeamUpAsync();
        await AuditAsync();
        await BeRefusedAsync();
        await TearDownAsync();
        Assert.Equal(Excused.Keys.Order(StringComparer.Ordinal), Client.NotCalled);
    }

    private async Task SetUpAsync()
    {
        var url = running.Gateway.Gateway.Simulator.BaseUrl;
        var made = await Client.CallAsync(Owner, "createUpstream", 201, $$"""{"name":"console","provider":"simulator","base_url":"{{url}}","allow_private_network":true,"api_keys":["{{TestGateway.UpstreamKey}}"]}""");
        Assert.EndsWith("/api/manage/upstreams/console", made.Headers["Location"], StringComparison.Ordinal);
        var second = await Client.CallAsync(Owner, "addCredential", 200, """{"secret":"second-credential-0123456789"}""", ("name", "console"));
        var disabled = await Client.CallAsync(Owner, "editCredential", 200, """{"disabled":true}""", ("name", "console"), ("id", second["credentials"][1].GetProperty("id").GetString()!));
        Assert.Equal([false, true], disabled["credentials"].EnumerateArray().Select(one => one.GetProperty("disabled").GetBoolean()));
        await Client.CallAsync(Owner, "removeCredential", 204, null, ("name", "console"), ("id", second["credentials"][1].GetProperty("id").GetString()!));
        var upstream = await Client.CallAsync(Admin, "getUpstream", 200, null, ("name", "console"));
        var edited = await Client.CallAsync(Owner, "editUpstream", 200, """{"stream_usage":true,"host":null}""", ("name", "console"), ("If-Match", upstream.Tag));
        Assert.NotEqual("", edited.Tag);
        Assert.Contains((await Client.CallAsync(Admin, "listUpstreams", 200, null, ("search", "con"), ("limit", "1"))).Data, u => u.GetProperty("name").GetString() == "console");

        Assert.Contains((await Client.CallAsync(Admin, "listSimulators", 200, null, ("search", "con"))).Data, one => one.GetProperty("name").GetString() == "console");
        var armed = await Client.CallAsync(Admin, "armSimulator", 200, """{"fault":"overloaded","model":"nobody asks for it","count":3,"retry_after":9}""", ("name", "console"));
        Assert.Equal(3, Number(armed["armed"][0], "left"));
        await Client.CallAsync(Admin, "clearSimulator", 204, null, ("name", "console"));
        Assert.Empty((await Client.CallAsync(Admin, "getSimulator", 200, null, ("name", "console")))["armed"].EnumerateArray());

        await Client.CallAsync(Owner, "createModel", 201, """{"id":"made/here","aliases":["here"],"price":{"input":"3.00","output":"15.00"},"rules":{"prefill":true}}""");
        await Client.CallAsync(Admin, "editModel", 200, """{"display_name":"Here","aliases":["here","there"]}""", ("id", "made/here"));
        Assert.Equal("Here", (await Client.CallAsync(Admin, "getModel", 200, null, ("id", "made/here"))).Text("display_name"));
        Assert.NotEmpty((await Client.CallAsync(Admin, "listModels", 200)).Data);

        await Client.CallAsync(Owner, "createGroup", 201, """{"name":"team plan","multiplier":"2.0","rate_limits":{"requests_per_minute":1000},"model_rate_limits":{"here":{"concurrent":7}}}""");
        var group = await Client.CallAsync(Owner, "editGroup", 200, """{"note":"new","rate_limits":{"tokens_per_minute":100000000}}""", ("name", "team plan"));
        // A merge: what the patch does not name of the limits stays.
        Assert.Equal((1000, 100_000_000, 7), (Number(group["rate_limits"], "requests_per_minute"), Number(group["rate_limits"], "tokens_per_minute"), Number(group["model_rate_limits"].GetProperty("here"), "concurrent")));
        Assert.Equal("new", (await Client.CallAsync(Admin, "getGroup", 200, null, ("name", "team plan"))).Text("note"));
        Assert.NotEmpty((await Client.CallAsync(Admin, "listGroups", 200)).Data);

        var deployment = await Client.CallAsync(Admin, "createDeployment", 201, """{"group":"team plan","model":"made/here","upstream":"console","upstream_model":"anything","cost":{"input":"1.00","output":"5.00"}}""");
        var id = deployment.Text("id");
        Assert.Equal(3, Number((await Client.CallAsync(Admin, "editDeployment", 200, """{"weight":3}""", ("id", id), ("If-Match", deployment.Tag))).Body, "weight"));
        await Client.CallAsync(Admin, "getDeployment", 200, null, ("id", id));
        Assert.Single((await Client.CallAsync(Admin, "listDeployments", 200, null, ("group", "team plan"), ("upstream", "console"))).Data);
    }

    private async Task PriceAsync()
    {
        await Client.CallAsync(Owner, "editPrices", 200, """{"price":{"output":"16.00"},"prices":[{"from":"2090-01-01T00:00:00Z","price":{"input":"9.00","output":"9.00"}}]}""", ("id", "made/here"));
        var prices = await Client.CallAsync(Admin, "getPrices", 200, null, ("id", "made/here"));
        Assert.Equal(("3.00", "16.00"), (prices.Text("price", "input"), prices.Text("price", "output")));
        // The first, the second, the coming one, and what the upstream takes.
        Assert.Equal(4, (await Client.CallAsync(Admin, "listPriceVersions", 200, null, ("id", "made/here"))).Data.Count);
        // A published list is shown first; what is taken of it is bound to what was shown.
        const string List = "{\\\"made/here\\\": {\\\"litellm_provider\\\": \\\"x\\\", \\\"input_cost_per_token\\\": 4e-06, \\\"output_cost_per_token\\\": 1.6e-05}}";
        var shown = await Client.CallAsync(Owner, "importPrices", 200, $$"""{"text":"{{List}}"}""");
        Assert.Equal("changed", shown["models"][0].GetProperty("state").GetString());
        var taken = await Client.CallAsync(Owner, "importPrices", 200, $$"""{"text":"{{List}}","models":["made/here"]}""", ("If-Match", shown.Tag));
        Assert.True(taken["models"][0].GetProperty("written").GetBoolean());
        Assert.Equal("4.00", (await Client.CallAsync(Admin, "listPrices", 200, null, ("search", "made/"))).Data[0].GetProperty("input").GetString());
        await Client.CallAsync(Owner, "editPrices", 200, """{"price":{"input":"3.00"}}""", ("id", "made/here"));
    }

    private async Task<string> HandOutKeysAsync()
    {
        var made = await Client.CallAsync(
            User, "createMyKey", 201, """{"name":"mine","groups":["team plan"],"spend_cap":[{"amount":"50.00","window":"day"}],"rate_limits":{"requests_per_minute":600,"concurrent":10}}""", ("Idempotency-Key", "k1"));
        var id = made.Text("key", "id");
        var again = await Client.CallAsync(
            User, "createMyKey", 201, """{"name":"mine","groups":["team plan"],"spend_cap":[{"amount":"50.00","window":"day"}],"rate_limits":{"requests_per_minute":600,"concurrent":10}}""", ("Idempotency-Key", "k1"));
        Assert.Equal(("true", made.Text("secret")), (again.Headers["Idempotency-Replayed"], again.Text("secret")));
        // The cap stays, the bodies are to be kept from now on.
        var edited = await Client.CallAsync(User, "editMyKey", 200, """{"capture":{"days":1},"rate_limits":{"requests_per_minute":null}}""", ("id", id));
        Assert.Equal((1, 10, JsonValueKind.Null, "50.00"), (Number(edited["capture"], "days"), Number(edited["rate_limits"], "concurrent"), edited["rate_limits"].GetProperty("requests_per_minute").ValueKind, edited["spend_cap"][0].GetProperty("amount").GetString()));
        var rotated = await Client.CallAsync(User, "rotateMyKey", 200, """{"overlap_seconds":60}""", ("id", id));
        Assert.NotEqual(made.Text("secret"), rotated.Text("secret"));
        await Client.CallAsync(User, "getMyKey", 200, null, ("id", id));
        Assert.Single((await Client.CallAsync(User, "listMyKeys", 200)).Data);
        var spare = (await Client.CallAsync(User, "createMyKey", 201, """{"name":"spare","groups":["team plan"]}""")).Text("key", "id");
        await Client.CallAsync(User, "revokeMyKey", 204, null, ("id", spare));

        var theirs = (await Client.CallAsync(Admin, "createKey", 201, $$"""{"account":"{{ManageGateway.User}}","name":"given","groups":["team plan"],"expires_at":"2090-01-01T00:00:00Z"}""")).Text("key", "id");
        await Client.CallAsync(Admin, "editKey", 200, """{"expires_at":null,"models":["here"]}""", ("id", theirs));
        await Client.CallAsync(Admin, "rotateKey", 200, "{}", ("id", theirs));
        Assert.Equal(JsonValueKind.Null, (await Client.CallAsync(Admin, "getKey", 200, null, ("id", theirs)))["expires_at"].ValueKind);
        await Client.CallAsync(Admin, "revokeKey", 204, null, ("id", theirs));
        Assert.NotEmpty((await Client.CallAsync(Admin, "listKeys", 200, null, ("revoked", "true"))).Data);
        await Client.CallAsync(Admin, "explainRoute", 400, null, ("model", "made/here"));
        return rotated.Text("secret");
    }

    private async Task<string> SpendAsync(string secret)
    {
        var gateway = running.Gateway.Gateway;
        await ManageGateway.UntilAsync(async () =>
        {
            using var models = await gateway.SendAsync(HttpMethod.Get, "/v1/models", null, ("authorization", $"Bearer {secret}"));
            return models.StatusCode == HttpStatusCode.OK;
        });
        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"there","messages":[{"role":"user","content":"hello"}]}""", ("authorization", $"Bearer {secret}"));
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        // The price list is for clients' keys, or for everybody: it stands beside the management of the gateway.
        using var pricing = await gateway.SendAsync(HttpMethod.Get, "/api/pricing", null, ("authorization", $"Bearer {secret}"));
        var shown = JsonDocument.Parse(await pricing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("groups").EnumerateArray().Single(g => g.GetProperty("name").GetString() == "team plan");
        Assert.Contains(shown.GetProperty("models")[0].GetProperty("prices").EnumerateArray(), p => (p.GetProperty("list").GetString(), p.GetProperty("charged").GetString()) is ("16.00", "32.00"));
        var request = response.Headers.GetValues("x-request-id").Single();
        var key = (await Client.CallAsync(Admin, "listKeys", 200, null, ("revoked", "false"), ("search", "mine"))).Data[0].GetProperty("id").GetString()!;
        var route = await Client.CallAsync(Admin, "explainRoute", 200, null, ("key_id", key), ("model", "there"));
        Assert.Equal("kept", route["candidates"][0].GetProperty("verdict").GetString());
        await gateway.UsageAsync(1);
        return request;
    }

    private async Task LookAtUsageAsync(string request)
    {
        Assert.Equal("24h", (await Client.CallAsync(Admin, "getDashboard", 200, null, ("window", "24h"))).Text("window"));
        var simulated = await Client.CallAsync(Admin, "simulatePrices", 200, null, ("factor", "1"), ("model", "made/here"));
        Assert.Equal((1, "0.00"), (Number(simulated["total"], "requests"), simulated.Text("total", "difference")));
        foreach (var (who, list, sum, get) in new[] { (Admin, "listUsage", "sumUsage", "getRequest"), (User, "listMyUsage", "sumMyUsage", "getMyRequest") })
        {
            Assert.Equal(request, Assert.Single((await Client.CallAsync(who, list, 200, null, ("model", "made/here"), ("from", "2020-01-01"), ("limit", "200"))).Data).GetProperty("request_id").GetString());
            Assert.Equal(1, Number((await Client.CallAsync(who, sum, 200, null, ("group_by", "key")))["total"], "requests"));
            Assert.Equal(request, (await Client.CallAsync(who, get, 200, null, ("id", request))).Text("record", "request_id"));
        }
    }

    private async Task LookAtCapturesAsync(string request)
    {
        await ManageGateway.UntilAsync(async () =>
        {
            using var response = await running.Gateway.SendAsync("GET", $"me/requests/{request}/capture", ManageGateway.User);
            return response.StatusCode == HttpStatusCode.OK;
        });
        var kept = await Client.CallAsync(User, "getMyCapture", 200, null, ("id", request));
        Assert.Contains("hello", kept.Text("request", "text"), StringComparison.Ordinal);
        await Client.CallAsync(Owner, "getMyCapture", 404, null, ("id", request));
        await Client.CallAsync(User, "deleteMyCapture", 204, null, ("id", request));
        await Client.CallAsync(User, "getMyCapture", 404, null, ("id", request));
    }

    private async Task MoveMoneyAsync(string request)
    {
        var account = (await Client.CallAsync(User, "getMe", 200)).Text("account_id");
        await Client.CallAsync(Owner, "creditWallet", 200, """{"amount":"5.00","reason":"welcome","reference":"r-1"}""", ("id", account));
        await Client.CallAsync(Owner, "adjustWallet", 200, """{"amount_nanos":-1000,"reason":"a slip"}""", ("id", account), ("Idempotency-Key", "a1"));
        await Client.CallAsync(Owner, "refundRequest", 200, """{"reason":"it was slow"}""", ("id", request));
        var codes = await Client.CallAsync(Owner, "createCodes", 200, """{"amount":"2.50","count":2}""");
        Assert.False((await Client.CallAsync(User, "getPaymentOffer", 200))["cards"].GetBoolean());
        await Client.CallAsync(User, "openPayment", 409, """{"amount":"10.00"}""");
        Assert.Empty((await Client.CallAsync(User, "listMyPayments", 200)).Data);
        Assert.Empty((await Client.CallAsync(Admin, "listPayments", 200, null, ("state", "paid"), ("search", "pi_"))).Data);
        await Client.CallAsync(User, "getMyPayment", 404, null, ("id", Guid.CreateVersion7().ToString()));
        var spending = (await Client.CallAsync(User, "listMySpending", 200, null, ("search", "mine"))).Data[0];
        Assert.Equal(("50.00", "day"), (spending.GetProperty("caps")[0].GetProperty("amount").GetProperty("amount").GetString(), spending.GetProperty("caps")[0].GetProperty("window").GetString()));
        var before = (await Client.CallAsync(User, "getMyWallet", 200))["available"].GetProperty("amount_nanos").GetInt64();
        var used = await Client.CallAsync(User, "redeemCode", 200, JsonSerializer.Serialize(new { code = codes.Data[0].GetProperty("secret").GetString() }));
        Assert.Equal((2_500_000_000, before + 2_500_000_000), (used["credited"].GetProperty("amount_nanos").GetInt64(), used["wallet"].GetProperty("available").GetProperty("amount_nanos").GetInt64()));
        await Client.CallAsync(Admin, "revokeCode", 204, null, ("id", codes.Data[1].GetProperty("code").GetProperty("id").GetString()!));
        Assert.Equal("bad_code", (await Client.CallAsync(User, "redeemCode", 400, JsonSerializer.Serialize(new { code = codes.Data[1].GetProperty("secret").GetString() }))).Text("code"));
        Assert.Equal(2, (await Client.CallAsync(Admin, "listCodes", 200)).Data.Count);
        await Client.CallAsync(Admin, "getWallet", 200, null, ("id", account));
        Assert.Contains((await Client.CallAsync(Admin, "listEntries", 200, null, ("id", account))).Data, e => e.GetProperty("kind").GetString() == "redeem");
        // The books in parts: each entry once.
        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = await Client.CallAsync(User, "listMyEntries", 200, null, next is null ? [("limit", "2")] : [("limit", "2"), ("after", next)]);
            seen.AddRange(page.Data.Select(e => e.GetProperty("id").GetString()!));
            next = page.Text("next");
        }
        while (next is not null);

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.True(seen.Count >= 4, $"{seen.Count} entries");
    }

    private async Task TellAsync()
    {
        var made = await Client.CallAsync(Admin, "createAnnouncement", 201, """{"title":"Maintenance","text":"**Sunday**","level":"warning","group":"team plan"}""");
        var id = made.Text("id");
        await Client.CallAsync(Admin, "editAnnouncement", 200, """{"title":"Moved"}""", ("id", id), ("If-Match", made.Tag));
        Assert.Equal("changed_meanwhile", (await Client.CallAsync(Admin, "editAnnouncement", 412, """{"title":"Late"}""", ("id", id), ("If-Match", made.Tag))).Text("code"));
        await Client.CallAsync(Admin, "getAnnouncement", 200, null, ("id", id));
        Assert.Single((await Client.CallAsync(Admin, "listAnnouncements", 200)).Data);
        Assert.Equal("Moved", Assert.Single((await Client.CallAsync(User, "listMyAnnouncements", 200)).Data).GetProperty("title").GetString());
        Assert.Empty((await Client.CallAsync(Owner, "listMyAnnouncements", 200)).Data);
        await Client.CallAsync(Admin, "deleteAnnouncement", 204, null, ("id", id));

        await Client.CallAsync(User, "editMyAlertPreferences", 200, """{"low_balance":"2.50","muted":["cap_near"]}""");
        Assert.Equal("2.50", (await Client.CallAsync(User, "getMyAlertPreferences", 200)).Text("low_balance"));
        var account = Guid.Parse((await Client.CallAsync(User, "getMe", 200)).Text("account_id"));
        await running.Gateway.Service<IAlertStore>().ApplyAsync([new AlertNote(new AlertKey(AlertKind.Test, "story"), account, "a test")], [], new AlertRoute(false, [], []), TestContext.Current.CancellationToken);
        Assert.Single((await Client.CallAsync(User, "listMyAlerts", 200, null, ("open", "true"))).Data);
        Assert.NotEmpty((await Client.CallAsync(Admin, "listAlerts", 200)).Data);
        Assert.True((await Client.CallAsync(Admin, "getHealth", 200))["accepting"].GetBoolean());

        // Where alerts go: signed posts, of which the secret is written and never read.
        var set = await Client.CallAsync(
            Owner, "editSettings", 200,
            """{"values":{"time_zone":"Europe/Berlin","alerts.emails":"ops@example.com","alerts.webhooks.0.url":"https://hooks.example.com/gantry"},"secrets":{"alerts.webhooks.0.secret":"a-secret-of-the-webhook"}}""");
        Assert.Equal("", set.Body.GetProperty("secrets").GetProperty("alerts.webhooks.0.secret").GetString());
        Assert.Equal("https://hooks.example.com/gantry", (await Client.CallAsync(Admin, "getSettings", 200)).Body.GetProperty("values").GetProperty("alerts.webhooks.0.url").GetString());
        await Client.CallAsync(
            Owner, "editSettings", 200, """{"values":{"time_zone":null,"alerts.emails":null,"alerts.webhooks.0.url":null},"secrets":{"alerts.webhooks.0.secret":null}}""", ("If-Match", set.Tag));
    }

    private async Task KeepPeopleAsync()
    {
        var id = (await Client.CallAsync(Admin, "createAccount", 201, """{"email":"story@example.com","time_zone":"Europe/Berlin"}""")).Text("id");
        var edited = await Client.CallAsync(Admin, "editAccount", 200, """{"time_zone":null,"spend_cap":[{"amount":"3.50","window":"week"}],"rate_limits":{"concurrent":3}}""", ("id", id));
        Assert.Equal(3, Number(edited["rate_limits"], "concurrent"));
        await Client.CallAsync(Admin, "getAccount", 200, null, ("id", id));
        Assert.Equal("admin", (await Client.CallAsync(Owner, "setAccountRole", 200, """{"role":"admin"}""", ("id", id), ("If-Match", edited.Tag))).Text("role"));
        Assert.True((await Client.CallAsync(Owner, "disableAccount", 200, null, ("id", id)))["disabled"].GetBoolean());
        Assert.False((await Client.CallAsync(Owner, "enableAccount", 200, null, ("id", id)))["disabled"].GetBoolean());
        Assert.Single((await Client.CallAsync(Admin, "listAccounts", 200, null, ("search", "story"), ("role", "admin"), ("disabled", "false"))).Data);

        var invited = await Client.CallAsync(Admin, "createInvitation", 201, """{"email":"guest@example.com","spend_cap":[{"amount":"3.50","window":"week"}]}""");
        Assert.Contains("/join#", invited.Text("link"), StringComparison.Ordinal);
        Assert.Equal("open", Assert.Single((await Client.CallAsync(Admin, "listInvitations", 200, null, ("search", "guest"), ("open", "true"))).Data).GetProperty("state").GetString());
        await Client.CallAsync(Admin, "createInvitation", 409, """{"email":"guest@example.com"}""");
        await Client.CallAsync(Admin, "revokeInvitation", 204, null, ("id", invited.Text("invitation", "id")));

        var token = await Client.CallAsync(Owner, "createToken", 201, """{"name":"story","scopes":["usage:read","accounts:read"]}""");
        var login = new DrivenLogin(token.Text("secret"), IsToken: true);
        Assert.Equal(ManageGateway.Owner, (await Client.CallAsync(login, "getMe", 200)).Text("email"));
        Assert.Equal("scope_required", (await Client.CallAsync(login, "listAudit", 403)).Text("code"));
        Assert.NotEmpty((await Client.CallAsync(Owner, "listTokens", 200)).Data);
        await Client.CallAsync(Owner, "revokeToken", 204, null, ("id", token.Text("token", "id")));
        await Client.CallAsync(login, "getMe", 401);

        await running.LoginAsync(ManageGateway.User);
        Assert.True((await Client.CallAsync(User, "getMySecurity", 200))["sessions"].GetInt32() > 0);
        var sessions = (await Client.CallAsync(User, "listMySessions", 200)).Data;
        var other = sessions.Single(s => !s.GetProperty("current").GetBoolean()).GetProperty("id").GetString()!;
        await Client.CallAsync(User, "endMySession", 204, null, ("id", other));
        Assert.Single((await Client.CallAsync(User, "listMySessions", 200)).Data);
    }

    private async Task TeamUpAsync()
    {
        var team = await Client.CallAsync(Admin, "createTeam", 201, """{"name":"Story","spend_cap":[{"amount":"40.00","window":"month"}],"rate_limits":{"concurrent":9}}""");
        var id = team.Text("id");
        Assert.Equal(9, Number((await Client.CallAsync(Admin, "editTeam", 200, """{"time_zone":"Europe/Berlin"}""", ("id", id), ("If-Match", team.Tag)))["rate_limits"], "concurrent"));
        Assert.True((await Client.CallAsync(Admin, "disableTeam", 200, null, ("id", id)))["disabled"].GetBoolean());
        Assert.False((await Client.CallAsync(Admin, "enableTeam", 200, null, ("id", id)))["disabled"].GetBoolean());
        Assert.Equal("story", Assert.Single((await Client.CallAsync(Admin, "listTeams", 200, null, ("search", "st"), ("disabled", "false"))).Data).GetProperty("name").GetString());
        await Client.CallAsync(Owner, "creditWallet", 200, """{"amount":"30.00","reason":"for the team"}""", ("id", id));

        var boss = await running.LoginAsync(ManageGateway.Other);
        await Client.CallAsync(Admin, "addTeamMember", 201, $$"""{"email":"{{ManageGateway.Other}}","role":"manager"}""", ("id", id));
        var added = await Client.CallAsync(boss, "addTeamMember", 201, $$"""{"email":"{{ManageGateway.User}}","spend_cap":[{"amount":"9.00","window":"day"}]}""", ("id", id));
        var member = added.Text("account_id");
        await Client.CallAsync(boss, "editTeamMember", 200, """{"spend_cap":[{"amount":"20.00","window":"total"}]}""", ("id", id), ("member", member), ("If-Match", added.Tag));

        var made = await Client.CallAsync(User, "createMyKey", 201, """{"name":"in the team","groups":["team plan"],"team":"story","capture":{"days":1}}""");
        Assert.Equal(("story", ManageGateway.User), (made.Text("key", "account"), made.Text("key", "member")));
        var request = await SpendAsync(made.Text("secret"));
        await running.Gateway.Gateway.UsageAsync(2);

        var mine = Assert.Single((await Client.CallAsync(User, "listMyTeams", 200)).Data);
        Assert.Equal((true, JsonValueKind.Null), (Number(mine.GetProperty("budget")[0].GetProperty("spent"), "amount_nanos") > 0, mine.GetProperty("wallet").ValueKind));
        Assert.Equal(request, Assert.Single((await Client.CallAsync(User, "listMyUsage", 200, null, ("team_id", id))).Data).GetProperty("request_id").GetString());
        Assert.Equal(1, Number((await Client.CallAsync(User, "sumMyUsage", 200, null, ("team_id", id)))["total"], "requests"));
        await Client.CallAsync(User, "getMyRequest", 200, null, ("id", request));
        await ManageGateway.UntilAsync(async () =>
        {
            using var response = await running.Gateway.SendAsync("GET", $"me/requests/{request}/capture", ManageGateway.User);
            return response.StatusCode == HttpStatusCode.OK;
        });
        await Client.CallAsync(boss, "getMyCapture", 404, null, ("id", request));
        await Client.CallAsync(User, "deleteMyCapture", 204, null, ("id", request));

        await Client.CallAsync(User, "getTeam", 404, null, ("id", id));
        await Client.CallAsync(boss, "getTeam", 200, null, ("id", id));
        Assert.Equal(2, (await Client.CallAsync(boss, "listTeamMembers", 200, null, ("id", id))).Data.Count);
        Assert.NotEqual("0.00", (await Client.CallAsync(boss, "getTeamMember", 200, null, ("id", id), ("member", member)))["budget"][0].GetProperty("spent").GetProperty("amount").GetString());
        Assert.NotEqual("30.00", (await Client.CallAsync(boss, "getTeamWallet", 200, null, ("id", id)))["total"].GetProperty("amount").GetString());
        Assert.Contains((await Client.CallAsync(boss, "listTeamEntries", 200, null, ("id", id))).Data, e => e.GetProperty("kind").GetString() == "settle");
        Assert.Equal(request, Assert.Single((await Client.CallAsync(boss, "listTeamUsage", 200, null, ("id", id))).Data).GetProperty("request_id").GetString());
        Assert.Equal("in the team", (await Client.CallAsync(boss, "sumTeamUsage", 200, null, ("id", id), ("group_by", "key"))).Data[0].GetProperty("label").GetString());
        Assert.Equal(request, (await Client.CallAsync(boss, "getTeamRequest", 200, null, ("id", id), ("request", request))).Text("record", "request_id"));
        var key = Assert.Single((await Client.CallAsync(boss, "listTeamKeys", 200, null, ("id", id))).Data).GetProperty("id").GetString()!;
        await Client.CallAsync(boss, "revokeTeamKey", 204, null, ("id", id), ("key", key));
        await Client.CallAsync(boss, "removeTeamMember", 204, null, ("id", id), ("member", member));
        Assert.Empty((await Client.CallAsync(User, "listMyTeams", 200)).Data);
        await Client.CallAsync(User, "leaveTeam", 404, null, ("id", id));
        await Client.CallAsync(boss, "leaveTeam", 204, null, ("id", id));
        Assert.Equal(0, Number((await Client.CallAsync(Admin, "getTeam", 200, null, ("id", id))).Body, "members"));
    }

    private async Task AuditAsync()
    {
        var rows = (await Client.CallAsync(Admin, "listAudit", 200, null, ("actor", ManageGateway.User), ("limit", "200"))).Data.Select(r => r.GetProperty("action").GetString()!);
        Assert.Empty(new[] { "key.create", "key.edit", "key.rotate", "key.revoke", "wallet.redeem", "capture.delete", "session.end" }.Except(rows));
        var verdict = await Client.CallAsync(Admin, "verifyAudit", 200);
        Assert.True(verdict["holds"].GetBoolean());
        Assert.True((await Client.CallAsync(Admin, "verifyAudit", 200, null, ("head", verdict.Text("head"))))["holds"].GetBoolean());
    }

    // What is refused is refused as the document says.
    private async Task BeRefusedAsync()
    {
        await Client.CallAsync(User, "listAccounts", 403);
        await Client.CallAsync(Admin, "getKey", 404, null, ("id", Guid.CreateVersion7().ToString()));
        await Client.CallAsync(Admin, "listUsage", 400, null, ("outcome", "splendid"));
        await Client.CallAsync(Admin, "createAccount", 409, """{"email":"story@example.com"}""");
        await Client.CallAsync(Admin, "createDeployment", 422, """{"group":"none","model":"made/here","upstream":"console"}""");
        await Client.CallAsync(running.Token, "deleteAnnouncement", 404, null, ("id", "nothing"));
        for (var i = 0; i < 9; i++) await Client.CallAsync(User, "redeemCode", 400, $$"""{"code":"WRONG-{{i}}"}""");
        Assert.Equal("too_many_codes", (await Client.CallAsync(User, "redeemCode", 429, """{"code":"WRONG"}""")).Text("code"));
    }

    private async Task TearDownAsync()
    {
        var token = running.Token;
        var probe = await Client.CallAsync(token, "testUpstream", 200, "{}", ("name", "console"));
        Assert.True(probe["results"][0].GetProperty("works").GetBoolean());
        var deployment = Assert.Single((await Client.CallAsync(token, "listDeployments", 200, null, ("group", "team plan"))).Data).GetProperty("id").GetString()!;
        await Client.CallAsync(token, "deleteDeployment", 204, null, ("id", deployment));
        await Client.CallAsync(token, "deleteModel", 422, null, ("id", "made/here"));
        await Client.CallAsync(token, "editGroup", 200, """{"model_rate_limits":{"here":null}}""", ("name", "team plan"));
        var model = await Client.CallAsync(token, "getModel", 200, null, ("id", "made/here"));
        await Client.CallAsync(token, "deleteModel", 204, null, ("id", "made/here"), ("If-Match", model.Tag));
        Assert.True((await Client.CallAsync(token, "readUpstreamModels", 200, "{}", ("name", "console"))).Body.GetProperty("works").GetBoolean());
        await Client.CallAsync(token, "offerUpstreamModels", 200, """{"group":"offered","models":[{"name":"sim-text","price":{"free":true}},{"name":"gpt-5-nano"}]}""", ("name", "console"));
        await Client.CallAsync(token, "deleteUpstream", 204, null, ("name", "console"));
        await Client.CallAsync(token, "createGroup", 201, """{"name":"empty"}""");
        await Client.CallAsync(token, "deleteGroup", 204, null, ("name", "empty"));
    }

    private static long Number(JsonElement value, string name) => value.GetProperty(name).GetInt64();
}
