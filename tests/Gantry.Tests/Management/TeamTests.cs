using System.Diagnostics;
using System.Text.Json;
using Gantry.Billing.Ledger;
using Gantry.Catalog;
using Gantry.Management.Http;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>Teams through the API: from the making of one to the end of a key whose member has left.</summary>
public sealed class TeamTests(TeamTests.Running running) : IClassFixture<TeamTests.Running>
{
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"hello"}]}""";

    private ManageGateway Gateway => running.Gateway;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whole_story_of_a_team()
    {
        // An admin makes it, gives it money and a manager; the manager takes in whoever spends.
        var team = await MakeAsync("story", ManageGateway.Other);
        await Gateway.ExpectAsync(200, "POST", $"wallets/{team}/credit", ManageGateway.Admin, """{"amount":"20.00","reason":"for research"}""");
        var added = await Gateway.ExpectAsync(
            201, "POST", $"teams/{team}/members", ManageGateway.Other, """{"email":"User@example.com","spend_cap":[{"amount":"0.25","window":"total"}]}""");
        Assert.Equal(("user@example.com", "member", "0.25"), (Text(added, "email"), Text(added, "role"), Text(added.GetProperty("budget")[0].GetProperty("left"), "amount")));
        Assert.Equal("name_taken", Text(await Gateway.ExpectAsync(409, "POST", $"teams/{team}/members", ManageGateway.Other, """{"email":"user@example.com"}"""), "code"));

        // The member makes a key in it and spends: two dimes fit, the third does not.
        var issued = await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, """{"name":"lab","groups":["all"],"team":"Story"}""");
        var (key, secret) = (issued.GetProperty("key"), Text(issued, "secret")!);
        Assert.Equal((team, "story", ManageGateway.User), (key.GetProperty("account_id").GetGuid(), Text(key, "account"), Text(key, "member")));
        var id = key.GetProperty("id").GetGuid();
        var first = await FirstAsync(secret);
        var (second, _, _) = await AskAsync(secret);
        // What is in the log is settled: nothing is set aside any more.
        await StoredAsync($"teams/{team}/usage/records", ManageGateway.Other, 2);
        var (third, refusal, _) = await AskAsync(secret);
        Assert.Equal((200, 402), (second, third));
        Assert.Contains("Your budget in team 'story' would be passed: $0.20 of $0.25 in total is spent", refusal.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        await StoredAsync($"teams/{team}/usage/records", ManageGateway.Other, 3);

        // Both see what concerns them.
        var mine = (await Gateway.ExpectAsync(200, "GET", "me/teams?search=story", ManageGateway.User)).GetProperty("data")[0];
        Assert.Equal(("member", "0.20", "0.05", JsonValueKind.Null), (Text(mine, "role"), Text(mine.GetProperty("budget")[0].GetProperty("spent"), "amount"), Text(mine.GetProperty("budget")[0].GetProperty("left"), "amount"), mine.GetProperty("wallet").ValueKind));
        var theirs = (await Gateway.ExpectAsync(200, "GET", "me/teams?search=story", ManageGateway.Other)).GetProperty("data")[0];
        Assert.Equal(("manager", 0, "19.80"), (Text(theirs, "role"), theirs.GetProperty("budget").GetArrayLength(), Text(theirs.GetProperty("wallet").GetProperty("total"), "amount")));
        Assert.Equal("0.20", Text((await Gateway.ExpectAsync(200, "GET", $"teams/{team}/members/{await IdAsync(ManageGateway.User)}", ManageGateway.Other)).GetProperty("budget")[0].GetProperty("spent"), "amount"));
        Assert.Equal(3, Count(await Gateway.ExpectAsync(200, "GET", $"me/usage/records?team_id={team}", ManageGateway.User)));
        Assert.Equal(0, Count(await Gateway.ExpectAsync(200, "GET", $"me/usage/records?team_id={team}", ManageGateway.Other)));
        Assert.DoesNotContain(id.ToString(), (await Gateway.ExpectAsync(200, "GET", "me/usage/records?limit=200", ManageGateway.User)).GetRawText(), StringComparison.Ordinal);
        Assert.Equal("0.20", Text((await Gateway.ExpectAsync(200, "GET", $"me/usage/sums?team_id={team}&group_by=key", ManageGateway.User)).GetProperty("total").GetProperty("charged"), "amount"));
        Assert.Equal("lab", Text((await Gateway.ExpectAsync(200, "GET", $"teams/{team}/usage/sums?group_by=key", ManageGateway.Other)).GetProperty("data")[0], "label"));
        Assert.Equal(first, Text((await Gateway.ExpectAsync(200, "GET", $"me/requests/{first}", ManageGateway.User)).GetProperty("record"), "request_id"));
        Assert.Equal(first, Text((await Gateway.ExpectAsync(200, "GET", $"teams/{team}/requests/{first}", ManageGateway.Other)).GetProperty("record"), "request_id"));
        await Gateway.ExpectAsync(404, "GET", $"me/requests/{first}", ManageGateway.Other);
        Assert.Equal(["credit"], (await Gateway.ExpectAsync(200, "GET", $"teams/{team}/wallet/entries", ManageGateway.Other)).GetProperty("data").EnumerateArray().Select(e => Text(e, "kind")).Where(k => k is "credit" or "top_up"));
        Assert.Equal([id], Ids(await Gateway.ExpectAsync(200, "GET", $"teams/{team}/keys", ManageGateway.Other)));
        Assert.Contains(id, Ids(await Gateway.ExpectAsync(200, "GET", "me/keys?limit=200", ManageGateway.User)));
        Assert.DoesNotContain(id, Ids(await Gateway.ExpectAsync(200, "GET", "me/keys?limit=200", ManageGateway.Other)));
        await Gateway.ExpectAsync(404, "PATCH", $"me/keys/{id}", ManageGateway.Other, """{"fallback":true}""");

        // More budget, and it goes on; out of the team, and it ends.
        var person = await IdAsync(ManageGateway.User);
        await Gateway.ExpectAsync(200, "PATCH", $"teams/{team}/members/{person}", ManageGateway.Other, """{"spend_cap":[{"amount":"5.00","window":"total"}]}""");
        await UntilAsync(secret, 200);
        await SpentAsync(team, person, "0.30");
        await Gateway.ExpectAsync(204, "DELETE", $"teams/{team}/members/{person}", ManageGateway.Other);
        var began = Stopwatch.GetTimestamp();
        await UntilAsync(secret, 401);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TestRun.Limit(5));
        Assert.Equal(JsonValueKind.String, (await Gateway.ExpectAsync(200, "GET", $"teams/{team}/keys", ManageGateway.Other)).GetProperty("data")[0].GetProperty("revoked_at").ValueKind);
        Assert.Equal("lab", Text((await Gateway.ExpectAsync(200, "GET", $"teams/{team}/usage/sums?group_by=key", ManageGateway.Other)).GetProperty("data")[0], "label"));

        // To who has left there was never a team.
        await Gateway.ExpectAsync(404, "GET", $"me/keys/{id}", ManageGateway.User);
        await Gateway.ExpectAsync(404, "GET", $"me/requests/{first}", ManageGateway.User);
        await Gateway.ExpectAsync(404, "GET", $"me/usage/records?team_id={team}", ManageGateway.User);
        Assert.Equal(0, Count(await Gateway.ExpectAsync(200, "GET", "me/teams?search=story", ManageGateway.User)));
        Assert.True((await Gateway.ExpectAsync(400, "POST", "me/keys", ManageGateway.User, """{"name":"again","groups":["all"],"team":"story"}""")).GetProperty("errors").TryGetProperty("team", out _));

        // Back again: a new key, and what was spent before still counts.
        var back = await Gateway.ExpectAsync(201, "POST", $"teams/{team}/members", ManageGateway.Other, """{"email":"user@example.com","spend_cap":[{"amount":"0.25","window":"total"}]}""");
        Assert.Equal("0.00", Text(back.GetProperty("budget")[0].GetProperty("left"), "amount"));
        Assert.Empty(await Gateway.Service<ILedgerBook>().CheckAsync(Cancellation));
    }

    [Fact]
    public async Task Who_leaves_takes_nobody_along_and_its_keys_are_revoked()
    {
        var team = await MakeAsync("left", ManageGateway.Other);
        await Gateway.ExpectAsync(201, "POST", $"teams/{team}/members", ManageGateway.Other, """{"email":"user@example.com"}""");
        var key = (await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, """{"name":"mine","groups":["all"],"team":"left"}""")).GetProperty("key").GetProperty("id").GetGuid();
        var bosss = (await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.Other, """{"name":"boss","groups":["all"],"team":"left"}""")).GetProperty("key").GetProperty("id").GetGuid();
        foreach (var read in (string[])["teams/" + team, "teams?search=left"])
        {
            var shown = await Gateway.ExpectAsync(200, "GET", read, ManageGateway.Admin);
            Assert.Equal(2, (shown.TryGetProperty("data", out var page) ? page[0] : shown).GetProperty("members").GetInt32());
        }

        // A token that may only read leaves nothing; who is in no such team learns nothing of it, an admin neither.
        Assert.Equal("scope_required", Text(await Gateway.ExpectAsync(403, "DELETE", $"me/teams/{team}", await Gateway.TokenAsync(ManageGateway.User, "accounts:read")), "code"));
        Assert.Equal(
            Text(await Gateway.ExpectAsync(404, "DELETE", $"me/teams/{Guid.CreateVersion7()}", ManageGateway.Admin), "detail"),
            Text(await Gateway.ExpectAsync(404, "DELETE", $"me/teams/{team}", ManageGateway.Admin), "detail"));
        await Gateway.ExpectAsync(204, "DELETE", $"me/teams/{team}", ManageGateway.User);
        await Gateway.ExpectAsync(404, "DELETE", $"me/teams/{team}", ManageGateway.User);
        var rows = await Gateway.RowsAsync();
        Assert.Equal([ManageGateway.Other], rows.Members.Where(m => m.TeamId == team).Select(m => m.Email));
        Assert.NotNull(rows.Keys.Single(k => k.Id == key).RevokedAt);
        Assert.Null(rows.Keys.Single(k => k.Id == bosss).RevokedAt);
        Assert.Equal(1, (await Gateway.ExpectAsync(200, "GET", $"teams/{team}", ManageGateway.Other)).GetProperty("members").GetInt32());
        Assert.Equal(1, (await Gateway.ExpectAsync(200, "PATCH", $"teams/{team}", ManageGateway.Admin, """{"time_zone":"Asia/Tokyo"}""")).GetProperty("members").GetInt32());
    }

    [Fact]
    public async Task S_32_Team_is_there_for_its_managers_and_for_admins_alone()
    {
        var team = await MakeAsync("closed", ManageGateway.Other);
        var (user, other) = (await IdAsync(ManageGateway.User), await IdAsync(ManageGateway.Other));
        await Gateway.ExpectAsync(201, "POST", $"teams/{team}/members", ManageGateway.Other, """{"email":"user@example.com"}""");
        var key = (await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.Other, """{"name":"boss","groups":["all"],"team":"closed"}""")).GetProperty("key").GetProperty("id").GetGuid();
        var none = Guid.CreateVersion7();
        (string Method, string Path, string? Body)[] requests =
        [
            ("GET", "teams/TEAM", null), ("GET", "teams/TEAM/members", null), ("GET", $"teams/TEAM/members/{other}", null), ("POST", "teams/TEAM/members", """{"email":"admin@example.com"}"""),
            ("PATCH", $"teams/TEAM/members/{user}", """{"role":"manager"}"""), ("DELETE", $"teams/TEAM/members/{other}", null), ("GET", "teams/TEAM/keys", null), ("DELETE", $"teams/TEAM/keys/{key}", null),
            ("GET", "teams/TEAM/wallet", null), ("GET", "teams/TEAM/wallet/entries", null), ("GET", "teams/TEAM/usage/records", null), ("GET", "teams/TEAM/usage/sums", null), ("GET", "teams/TEAM/requests/req_x", null),
        ];
        foreach (var (method, path, body) in requests)
        {
            // A simple member is no manager, and its token with every right is none either.
            foreach (var who in (string[])[ManageGateway.User, await Gateway.TokenAsync(ManageGateway.User, [.. ManageScopes.All])])
            {
                var there = await Gateway.ExpectAsync(404, method, path.Replace("TEAM", team.ToString(), StringComparison.Ordinal), who, body);
                var nowhere = await Gateway.ExpectAsync(404, method, path.Replace("TEAM", none.ToString(), StringComparison.Ordinal), who, body);
                Assert.Equal(Text(nowhere, "detail"), Text(there, "detail"));
            }
        }

        foreach (var (method, path) in ((string, string)[])[("GET", $"me/keys/{key}"), ("DELETE", $"me/keys/{key}")]) await Gateway.ExpectAsync(404, method, path, ManageGateway.User);
        var rows = await Gateway.RowsAsync();
        Assert.Equal((MemberRole.Member, null), (rows.Members.Single(m => m.TeamId == team && m.AccountId == user).Role, rows.Keys.Single(k => k.Id == key).RevokedAt));

        // A manager has no say in the team's money and caps, nor in other teams.
        foreach (var (method, path, body) in ((string, string, string?)[])[("PATCH", $"teams/{team}", "{}"), ("POST", $"teams/{team}/disable", null), ("POST", "teams", """{"name":"x"}"""), ("GET", "teams", null), ("GET", $"wallets/{team}", null), ("POST", $"wallets/{team}/credit", """{"amount":"1","reason":"r"}""")])
            Assert.Equal("role_required", Text(await Gateway.ExpectAsync(403, method, path, ManageGateway.Other, body), "code"));
        await Gateway.ExpectAsync(404, "GET", $"teams/{await MakeAsync("beside", ManageGateway.User)}/members", ManageGateway.Other);
        Assert.Equal(2, Count(await Gateway.ExpectAsync(200, "GET", $"teams/{team}/members", ManageGateway.Admin)));
        await Gateway.ExpectAsync(204, "DELETE", $"teams/{team}/keys/{key}", ManageGateway.Other);
        Assert.NotNull((await Gateway.RowsAsync()).Keys.Single(k => k.Id == key).RevokedAt);
    }

    [Fact]
    public async Task Team_is_no_person()
    {
        var team = await MakeAsync("nobody", ManageGateway.Other);
        foreach (var (method, path, body) in ((string, string, string?)[])[("GET", "", null), ("PATCH", "", "{}"), ("POST", "/role", """{"role":"owner"}"""), ("POST", "/disable", null)])
            await Gateway.ExpectAsync(404, method, $"accounts/{team}{path}", ManageGateway.Owner, body);
        Assert.DoesNotContain("nobody", (await Gateway.ExpectAsync(200, "GET", "accounts?limit=200", ManageGateway.Owner)).GetRawText(), StringComparison.Ordinal);
        await Gateway.ExpectAsync(404, "GET", $"teams/{await IdAsync(ManageGateway.User)}", ManageGateway.Owner);
        Assert.Null(await Gateway.Service<Gantry.Accounts.Users.ISignInStore>().FindAsync("nobody", Cancellation));
        Assert.Null(await Gateway.Service<Gantry.Accounts.Users.ISignInStore>().FindAsync(team, Cancellation));
        Assert.DoesNotContain(await Gateway.Service<Gantry.Accounts.Users.ISignInStore>().ListAsync(Cancellation), u => u.Id == team);
        // Nor is one a member of another.
        Assert.True((await Gateway.ExpectAsync(400, "POST", $"teams/{team}/members", ManageGateway.Admin, """{"email":"nobody"}""")).GetProperty("errors").TryGetProperty("email", out _));
        Assert.Equal("there is no account 'usr@example.com'", (await Gateway.ExpectAsync(400, "POST", $"teams/{team}/members", ManageGateway.Other, """{"email":"usr@example.com"}""")).GetProperty("errors").GetProperty("email")[0].GetString());
    }

    [Fact]
    public async Task Terms_of_a_team_are_edited_by_admins_under_the_rules_of_the_file()
    {
        var made = await Gateway.ExpectAsync(201, "POST", "teams", ManageGateway.Admin, """{"name":"Terms","spend_cap":[{"amount":"5.00","window":"day"}],"time_zone":"Asia/Tokyo"}""");
        var id = made.GetProperty("id").GetGuid();
        Assert.Equal(("terms", "5.00", "hand"), (Text(made, "name"), Text(made.GetProperty("spend_cap")[0], "amount"), Text(made, "managed_by")));
        Assert.Equal("name_taken", Text(await Gateway.ExpectAsync(409, "POST", "teams", ManageGateway.Admin, """{"name":"TERMS"}"""), "code"));
        foreach (var name in (string[])["a@b", "a/b", "", " a"])
            Assert.True((await Gateway.ExpectAsync(400, "POST", "teams", ManageGateway.Admin, $$"""{"name":"{{name}}"}""")).GetProperty("errors").TryGetProperty("name", out _), name);
        Assert.True((await Gateway.ExpectAsync(422, "PATCH", $"teams/{id}", ManageGateway.Admin, """{"plan":"none"}""")).GetProperty("errors").TryGetProperty("plan", out _));
        var edited = await Gateway.ExpectAsync(200, "PATCH", $"teams/{id}", ManageGateway.Admin, """{"time_zone":null,"spend_cap":[{"amount_nanos":1000000000,"window":"month"}]}""");
        Assert.Equal((JsonValueKind.Null, "1.00", "month"), (edited.GetProperty("time_zone").ValueKind, Text(edited.GetProperty("spend_cap")[0], "amount"), Text(edited.GetProperty("spend_cap")[0], "window")));
        using (var answer = await Gateway.SendAsync("GET", $"teams/{id}", ManageGateway.Admin))
        {
            await Gateway.ExpectAsync(200, "POST", $"teams/{id}/disable", ManageGateway.Admin, null, ("If-Match", answer.Headers.ETag!.Tag));
            Assert.Equal("changed_meanwhile", Text(await Gateway.ExpectAsync(412, "POST", $"teams/{id}/enable", ManageGateway.Admin, null, ("If-Match", answer.Headers.ETag!.Tag)), "code"));
        }

        Assert.Equal(["terms"], (await Gateway.ExpectAsync(200, "GET", "teams?search=TER&disabled=true", ManageGateway.Admin)).GetProperty("data").EnumerateArray().Select(t => Text(t, "name")));
        Assert.False((await Gateway.ExpectAsync(200, "POST", $"teams/{id}/enable", ManageGateway.Admin)).GetProperty("disabled").GetBoolean());
        Assert.True((await Gateway.ExpectAsync(400, "POST", $"teams/{id}/members", ManageGateway.Admin, """{"email":"user@example.com","role":"boss"}""")).GetProperty("errors").TryGetProperty("role", out _));
        Assert.True((await Gateway.ExpectAsync(422, "POST", $"teams/{id}/members", ManageGateway.Admin, """{"email":"user@example.com","spend_cap":[{"amount":"0","window":"day"}]}""")).GetProperty("errors").TryGetProperty("spend_cap", out _));

        // Admins make keys for a team as such, and for one of its members.
        await Gateway.ExpectAsync(201, "POST", "keys", ManageGateway.Admin, """{"account":"Terms","name":"bot","groups":["all"]}""");
        Assert.True((await Gateway.ExpectAsync(422, "POST", "keys", ManageGateway.Admin, """{"account":"terms","member":"user@example.com","name":"u","groups":["all"]}""")).GetProperty("errors").TryGetProperty("member", out _));
        await Gateway.ExpectAsync(201, "POST", $"teams/{id}/members", ManageGateway.Admin, """{"email":"user@example.com"}""");
        Assert.Equal(ManageGateway.User, Text((await Gateway.ExpectAsync(201, "POST", "keys", ManageGateway.Admin, """{"account":"terms","member":"user@example.com","name":"u","groups":["all"]}""")).GetProperty("key"), "member"));
    }

    private static string? Text(JsonElement thing, string member) => thing.GetProperty(member).GetString();

    private static int Count(JsonElement page) => page.GetProperty("data").GetArrayLength();

    private static Guid[] Ids(JsonElement page) => [.. page.GetProperty("data").EnumerateArray().Select(k => k.GetProperty("id").GetGuid())];

    private async Task<Guid> IdAsync(string email) => (await Gateway.RowsAsync()).Accounts.Single(a => a.Email == email).Id;

    private async Task<Guid> MakeAsync(string name, string manager)
    {
        var id = (await Gateway.ExpectAsync(201, "POST", "teams", ManageGateway.Admin, $$"""{"name":"{{name}}"}""")).GetProperty("id").GetGuid();
        await Gateway.ExpectAsync(201, "POST", $"teams/{id}/members", ManageGateway.Admin, $$"""{"email":"{{manager}}","role":"manager"}""");
        return id;
    }

    private async Task<(int Status, string Body, string Request)> AskAsync(string secret)
    {
        using var response = await Gateway.Gateway.PostAsync("/v1/chat/completions", Body, ("authorization", $"Bearer {secret}"));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation), response.Headers.GetValues("x-request-id").Single());
    }

    /// <summary>The id of the first request that is served, once the gateway knows the key.</summary>
    private async Task<string> FirstAsync(string secret)
    {
        for (var i = 0; i < 200; i++)
        {
            var (status, _, request) = await AskAsync(secret);
            if (status == 200) return request;
            Assert.Equal(401, status);
            await Task.Delay(50, Cancellation);
        }

        throw new InvalidOperationException("The key is not known after ten seconds.");
    }

    private async Task UntilAsync(string secret, int status)
    {
        for (var i = 0; i < 400 && (await AskAsync(secret)).Status is var now && now != status; i++)
        {
            Assert.True(i < 399, $"still {now}");
            await Task.Delay(50, Cancellation);
        }
    }

    private async Task StoredAsync(string list, string who, int records)
    {
        for (var i = 0; i < 400 && Count(await Gateway.ExpectAsync(200, "GET", list, who)) is var there && there < records; i++)
        {
            Assert.True(i < 399, $"only {there}");
            await Task.Delay(50, Cancellation);
        }
    }

    private async Task SpentAsync(Guid team, Guid person, string dollars)
    {
        for (var i = 0; i < 400; i++)
        {
            var member = await Gateway.ExpectAsync(200, "GET", $"teams/{team}/members/{person}", ManageGateway.Other);
            if (Text(member.GetProperty("budget")[0].GetProperty("spent"), "amount") == dollars) return;
            await Task.Delay(50, Cancellation);
        }

        Assert.Fail($"never {dollars}");
    }

    /// <summary>A gateway on which a request costs a dime.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal ManageGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Gateway = await ManageGateway.StartAsync();
            await Gateway.ExpectAsync(200, "PATCH", "models/m/prices", ManageGateway.Owner, """{"price":{"free":null,"request":"0.10"}}""");
        }

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
