using System.Text.Json;
using Gantry.Accounts.Sessions;
using Gantry.Alerts;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Routing.Health;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>Health, alerts, announcements and oneself through the API.</summary>
public sealed class NoticeTests(NoticeTests.Running running) : IClassFixture<NoticeTests.Running>
{
    private ManageGateway Gateway => running.Gateway;

    [Fact]
    public async Task Announcement_is_made_edited_by_its_version_and_deleted()
    {
        var made = await Gateway.ExpectAsync(201, "POST", "announcements", ManageGateway.Admin, """{"title":"Maintenance","text":"**Sunday**","level":"warning","group":"all"}""");
        var id = made.GetProperty("id").GetString();
        using var shown = await Gateway.SendAsync("GET", $"announcements/{id}", ManageGateway.Admin);
        var tag = shown.Headers.ETag!.Tag;
        var edited = await Gateway.ExpectAsync(200, "PATCH", $"announcements/{id}", ManageGateway.Admin, """{"title":"Moved"}""", ("If-Match", tag));
        Assert.Equal(("Moved", "**Sunday**", "warning", "all"), (Text(edited, "title"), Text(edited, "text"), Text(edited, "level"), Text(edited, "group")));
        Assert.Equal("changed_meanwhile", (await Gateway.ExpectAsync(412, "PATCH", $"announcements/{id}", ManageGateway.Admin, """{"title":"Late"}""", ("If-Match", tag))).GetProperty("code").GetString());
        Assert.Single((await Gateway.ExpectAsync(200, "GET", "announcements?search=Moved", ManageGateway.Admin)).GetProperty("data").EnumerateArray());
        await Gateway.ExpectAsync(204, "DELETE", $"announcements/{id}", ManageGateway.Admin);
        await Gateway.ExpectAsync(404, "GET", $"announcements/{id}", ManageGateway.Admin);
        var log = await Gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Target = $"announcement {id}" }, TestContext.Current.CancellationToken);
        Assert.Equal(["announcement.delete", "announcement.edit", "announcement.create"], log.Select(e => e.Note.Action));
    }

    [Theory]
    [InlineData("""{"title":"","text":"x"}""", "title")]
    [InlineData("""{"title":"x"}""", "text")]
    [InlineData("""{"title":"x","text":"x","level":"shrill"}""", "level")]
    [InlineData("""{"title":"x","text":"x","from":"2026-01-02T00:00:00Z","until":"2026-01-01T00:00:00Z"}""", "until")]
    public async Task Announcement_that_makes_no_sense_is_refused(string body, string field) =>
        Assert.True((await Gateway.ExpectAsync(400, "POST", "announcements", ManageGateway.Admin, body)).GetProperty("errors").TryGetProperty(field, out _));

    [Fact]
    public async Task S_32_Alerts_are_those_of_ones_own_account_and_operators_see_all()
    {
        var rows = await Gateway.RowsAsync();
        Guid user = rows.Accounts.Single(a => a.Email == ManageGateway.User).Id, other = rows.Accounts.Single(a => a.Email == ManageGateway.Other).Id;
        var store = Gateway.Service<IAlertStore>();
        AlertNote[] notes = [Note(user), Note(other)];
        await store.ApplyAsync(notes, [], new AlertRoute(false, [], []), TestContext.Current.CancellationToken);
        var mine = (await Gateway.ExpectAsync(200, "GET", "me/alerts?open=true", ManageGateway.User)).GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(user, Assert.Single(mine).GetProperty("account_id").GetGuid());
        var first = await Gateway.ExpectAsync(200, "GET", "alerts?limit=1", ManageGateway.Admin);
        var second = await Gateway.ExpectAsync(200, "GET", $"alerts?limit=1&after={first.GetProperty("next").GetString()}", ManageGateway.Admin);
        Assert.Equal([ManageGateway.Other, ManageGateway.User], new[] { first, second }.Select(p => Text(p.GetProperty("data")[0], "account")).Order(StringComparer.Ordinal));
        Assert.True((await Gateway.ExpectAsync(200, "GET", "health", ManageGateway.Admin)).GetProperty("open_alerts").GetInt32() >= 2);
        await Gateway.ExpectAsync(403, "GET", "alerts", ManageGateway.User);
    }

    [Fact]
    public async Task Preferences_are_edited_member_by_member()
    {
        await Gateway.ExpectAsync(200, "PATCH", "me/alert-preferences", ManageGateway.User, """{"low_balance":"2.50"}""");
        var edited = await Gateway.ExpectAsync(200, "PATCH", "me/alert-preferences", ManageGateway.User, """{"muted":["cap_near"]}""");
        Assert.Equal(("2.50", "cap_near"), (Text(edited, "low_balance"), edited.GetProperty("muted")[0].GetString()));
        Assert.Equal(edited.GetRawText(), (await Gateway.ExpectAsync(200, "GET", "me/alert-preferences", ManageGateway.User)).GetRawText());
        Assert.Equal(JsonValueKind.Null, (await Gateway.ExpectAsync(200, "GET", "me/alert-preferences", ManageGateway.Other)).GetProperty("low_balance").ValueKind);
        Assert.True((await Gateway.ExpectAsync(400, "PATCH", "me/alert-preferences", ManageGateway.User, """{"muted":["everything"]}""")).GetProperty("errors").TryGetProperty("muted", out _));
        Assert.True((await Gateway.ExpectAsync(400, "PATCH", "me/alert-preferences", ManageGateway.User, """{"low_balance":"-1"}""")).GetProperty("errors").TryGetProperty("low_balance", out _));
    }

    [Fact]
    public async Task Health_is_that_of_the_board()
    {
        var credential = (await Gateway.RowsAsync()).Credentials.First().Id;
        var board = Gateway.Service<HealthBoard>();
        var target = new RouteTarget("sim", credential, "m");
        board.End(board.Begin(target), Gantry.Billing.AttemptOutcome.CredentialRefused);
        var health = await Gateway.ExpectAsync(200, "GET", "health", ManageGateway.Admin);
        Assert.True(health.GetProperty("accepting").GetBoolean());
        var shown = health.GetProperty("targets").EnumerateArray().First(t => Text(t, "upstream_model") == "m");
        Assert.Equal(("sim", credential), (Text(shown, "upstream"), shown.GetProperty("credential_id").GetGuid()));
        Assert.NotEqual("healthy", Text(shown, "state"));
        Assert.Equal("The upstream refuses the credential.", Text(shown, "reason"));
        Assert.True(shown.GetProperty("last_30_seconds").TryGetProperty("attempts", out _));
    }

    [Fact]
    public async Task Everybody_is_told_who_it_is_and_what_it_may_do()
    {
        var me = await Gateway.ExpectAsync(200, "GET", "me", ManageGateway.Admin);
        Assert.Equal((ManageGateway.Admin, "admin", JsonValueKind.Null, false), (Text(me, "email"), Text(me, "role"), me.GetProperty("scopes").ValueKind, me.GetProperty("must_add_factor").GetBoolean()));
        Assert.NotNull(Text(me, "proved_until"));
        Assert.Null(Text(await Gateway.ExpectAsync(200, "GET", "me", $"stale {ManageGateway.Admin}"), "proved_until"));
        var token = await Gateway.ExpectAsync(200, "GET", "me", await Gateway.TokenAsync(ManageGateway.User, "accounts:read"));
        Assert.Equal(("user", "accounts:read"), (Text(token, "role"), Assert.Single(token.GetProperty("scopes").EnumerateArray()).GetString()));

        var row = (await Gateway.RowsAsync()).Accounts.Single(a => a.Email == ManageGateway.Admin);
        Gateway.Sessions.Add("bare", row, row.Role, null, mustAddFactor: true);
        Assert.True((await Gateway.ExpectAsync(200, "GET", "me", "bare")).GetProperty("must_add_factor").GetBoolean());
        Assert.Equal("factor_required", (await Gateway.ExpectAsync(403, "GET", "me/sessions", "bare")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task S_32_Session_is_listed_and_ended_by_its_owner_alone()
    {
        var account = (await Gateway.RowsAsync()).Accounts.Single(a => a.Email == ManageGateway.User).Id;
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await Gateway.Service<SessionDesk>().BeginAsync(
            hash => new SessionRow
            {
                Id = id,
                SecretHash = hash,
                AccountId = account,
                Stage = SessionStage.SignedIn,
                Role = AccountRole.User,
                BeganAt = now,
                SeenAt = now,
                ProvedAt = now,
                ExpiresAt = now.AddHours(1),
                Address = "127.0.0.1",
                Browser = "a browser",
            },
            TestContext.Current.CancellationToken);
        var shown = Assert.Single((await Gateway.ExpectAsync(200, "GET", "me/sessions", ManageGateway.User)).GetProperty("data").EnumerateArray());
        Assert.Equal((id, false, "a browser"), (shown.GetProperty("id").GetGuid(), shown.GetProperty("current").GetBoolean(), Text(shown, "browser")));
        Assert.Equal(0, (await Gateway.ExpectAsync(200, "GET", "me/sessions", ManageGateway.Owner)).GetProperty("data").GetArrayLength());
        await Gateway.ExpectAsync(404, "DELETE", $"me/sessions/{id}", ManageGateway.Owner);
        Assert.Equal("session_required", (await Gateway.ExpectAsync(403, "GET", "me/sessions", await Gateway.TokenAsync(ManageGateway.User, "accounts:read"))).GetProperty("code").GetString());
        await Gateway.ExpectAsync(204, "DELETE", $"me/sessions/{id}", ManageGateway.User);
        await Gateway.ExpectAsync(404, "DELETE", $"me/sessions/{id}", ManageGateway.User);
        var log = await Gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Action = "session.end" }, TestContext.Current.CancellationToken);
        Assert.Contains(id.ToString(), Assert.Single(log).Change.After, StringComparison.Ordinal);
    }

    private static AlertNote Note(Guid account) => new(new AlertKey(AlertKind.Test, $"account {account}"), account, "a test");

    private static string? Text(JsonElement value, string name) => value.GetProperty(name).GetString();

    public sealed class Running : IAsyncLifetime
    {
        internal ManageGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await ManageGateway.StartAsync();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
