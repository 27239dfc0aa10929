using System.Net;
using System.Text.Json;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Accounts;
using Gantry.Contracts.SignIn;
using Gantry.Tests.Accounts;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>Invitations through the API.</summary>
public sealed class InvitationTests(InvitationTests.Running running) : IClassFixture<InvitationTests.Running>
{
    private ManageGateway Gateway => running.Gateway;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Link_is_shown_once_and_leads_to_an_account_with_the_terms()
    {
        var issued = await Gateway.ExpectAsync(
            201, "POST", "invitations", ManageGateway.Admin, """{"email":"Guest@Example.com","spend_cap":[{"window":"day","amount":"2.50"}],"time_zone":"Europe/Berlin"}""");
        var link = issued.GetProperty("link").GetString()!;
        // The settings name no address, and the request's host is not taken for one.
        Assert.Matches("^/join#[A-Za-z0-9_-]{43}$", link);
        Assert.False(issued.GetProperty("mailed").GetBoolean());
        var token = link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..];
        var made = issued.GetProperty("invitation");
        Assert.Equal(("guest@example.com", "user", "open", ManageGateway.Admin), (Text(made, "email"), Text(made, "role"), Text(made, "state"), Text(made, "invited_by")));
        Assert.Equal(TimeSpan.FromDays(7), made.GetProperty("expires_at").GetDateTimeOffset() - made.GetProperty("created_at").GetDateTimeOffset());
        var list = await Gateway.ExpectAsync(200, "GET", "invitations?search=guest&open=true", ManageGateway.Admin);
        Assert.Single(list.GetProperty("data").EnumerateArray());
        Assert.DoesNotContain(token, list.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("invited_already", Text(await Gateway.ExpectAsync(409, "POST", "invitations", ManageGateway.Owner, """{"email":"guest@example.com"}"""), "code"));

        var visitor = new Visitor(Gateway.Gateway.Host.Services, IPAddress.Loopback, https: false);
        Assert.Equal(SignInKind.Done, (await visitor.JoinAsync(j => j.JoinAsync(token, SignInRig.Password, Cancellation))).Kind);
        var row = (await Gateway.RowsAsync()).Accounts.Single(a => a.Email == "guest@example.com");
        Assert.Equal((AccountRole.User, "2.50/day", "Europe/Berlin", ManagedBy.Hand), (row.Role, string.Join(", ", row.SpendCaps), row.TimeZone, row.ManagedBy));
        var used = (await Gateway.ExpectAsync(200, "GET", "invitations?search=guest", ManageGateway.Admin)).GetProperty("data")[0];
        Assert.Equal("used", Text(used, "state"));
        Assert.Equal("invitation_over", Text(await Gateway.ExpectAsync(409, "DELETE", $"invitations/{Text(used, "id")}", ManageGateway.Admin), "code"));
        var log = await Gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Target = "invitation guest@example.com" }, Cancellation);
        Assert.Equal(("invitation.create", ManageGateway.Admin), (Assert.Single(log).Note.Action, log[0].Note.Actor));
        Assert.DoesNotContain(token, log[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_term_of_an_account_goes_with_the_invitation()
    {
        var plan = new PlanRow { Name = "flat", AmountNanos = 1_000_000_000 };
        await Gateway.Service<ICatalogStore>().EditAsync(_ => ((IReadOnlyList<RowChange>)[new RowChange(plan, null)], 0), AuditNote.OfCommand("plan.create"), Cancellation);
        var issued = await Gateway.ExpectAsync(
            201, "POST", "invitations", ManageGateway.Owner,
            """{"email":"terms@example.com","plan":"flat","spend_cap":[{"window":"day","amount":"2.50"}],"time_zone":"Europe/Berlin","rate_limits":{"concurrent":3}}""");
        var visitor = new Visitor(Gateway.Gateway.Host.Services, IPAddress.Loopback, https: false);
        Assert.Equal(SignInKind.Done, (await visitor.JoinAsync(j => j.JoinAsync(Text(issued, "link")![6..], SignInRig.Password, Cancellation))).Kind);
        var account = (await Gateway.ExpectAsync(200, "GET", "accounts?search=terms@", ManageGateway.Owner)).GetProperty("data")[0];
        foreach (var term in typeof(AccountTerms).GetProperties().Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name)))
        {
            var said = issued.GetProperty("invitation").GetProperty(term).GetRawText();
            Assert.False(said is "null" or "[]", $"{term}: the test says nothing of it, or the invitation forgets it");
            Assert.Equal(said, account.GetProperty(term).GetRawText());
        }
    }

    [Fact]
    public async Task Invitations_are_paged_revoked_and_then_lead_nowhere()
    {
        var tokens = new List<string>();
        for (var i = 0; i < 3; i++) tokens.Add(Text(await Gateway.ExpectAsync(201, "POST", "invitations", ManageGateway.Admin, $$"""{"email":"page{{i}}@example.com"}"""), "link")![6..]);
        var first = await Gateway.ExpectAsync(200, "GET", "invitations?search=page&limit=2", ManageGateway.Admin);
        var second = await Gateway.ExpectAsync(200, "GET", $"invitations?search=page&limit=2&after={Text(first, "next")}", ManageGateway.Admin);
        JsonElement[] all = [.. first.GetProperty("data").EnumerateArray(), .. second.GetProperty("data").EnumerateArray()];
        Assert.Equal(["page2@example.com", "page1@example.com", "page0@example.com"], all.Select(i => Text(i, "email")));

        await Gateway.ExpectAsync(204, "DELETE", $"invitations/{Text(all[0], "id")}", ManageGateway.Admin);
        await Gateway.ExpectAsync(404, "DELETE", $"invitations/{Guid.CreateVersion7()}", ManageGateway.Admin);
        var over = (await Gateway.ExpectAsync(200, "GET", "invitations?search=page&open=false", ManageGateway.Admin)).GetProperty("data");
        Assert.Equal("revoked", Text(Assert.Single(over.EnumerateArray()), "state"));
        var visitor = new Visitor(Gateway.Gateway.Host.Services, IPAddress.Loopback, https: false);
        Assert.Equal(SignInKind.Gone, (await visitor.JoinAsync(j => j.JoinAsync(tokens[2], SignInRig.Password, Cancellation))).Kind);
        // Who was revoked may be invited again.
        await Gateway.ExpectAsync(201, "POST", "invitations", ManageGateway.Admin, """{"email":"page2@example.com"}""");
    }

    [Fact]
    public async Task S_24_Only_an_owner_invites_above_user_and_every_invitation_needs_a_fresh_proof()
    {
        foreach (var role in (string[])["admin", "owner"])
        {
            var body = $$"""{"email":"{{role}}-to-be@example.com","role":"{{role}}"}""";
            Assert.Equal("role_required", Text(await Gateway.ExpectAsync(403, "POST", "invitations", ManageGateway.Admin, body), "code"));
            Assert.Equal("step_up_required", Text(await Gateway.ExpectAsync(403, "POST", "invitations", $"stale {ManageGateway.Owner}", body), "code"));
            var made = (await Gateway.ExpectAsync(201, "POST", "invitations", ManageGateway.Owner, body)).GetProperty("invitation");
            Assert.Equal("role_required", Text(await Gateway.ExpectAsync(403, "DELETE", $"invitations/{Text(made, "id")}", ManageGateway.Admin), "code"));
            await Gateway.ExpectAsync(204, "DELETE", $"invitations/{Text(made, "id")}", ManageGateway.Owner);
        }

        Assert.Equal("role_required", Text(await Gateway.ExpectAsync(403, "POST", "invitations", ManageGateway.User, """{"email":"x@example.com"}"""), "code"));
    }

    [Theory]
    [InlineData("""{"email":"nobody"}""", "email")]
    [InlineData("""{"email":"x@example.com","role":"king"}""", "role")]
    [InlineData("""{"email":"x@example.com","spend_cap":[{"window":"day","amount":"much"}]}""", "spend_cap[0].amount")]
    [InlineData("""{"email":"x@example.com","mail":true}""", "mail")]
    public async Task Invitation_that_makes_no_sense_is_refused(string body, string field) =>
        Assert.Contains(field, (await Gateway.ExpectAsync(400, "POST", "invitations", ManageGateway.Owner, body)).GetProperty("errors").EnumerateObject().Select(e => e.Name));

    [Fact]
    public async Task Rules_of_the_catalogue_are_told_to_whoever_invites()
    {
        var refused = await Gateway.ExpectAsync(422, "POST", "invitations", ManageGateway.Owner, """{"email":"x@example.com","plan":"no-such-plan","time_zone":"Nowhere/City"}""");
        Assert.Equal(["plan", "time_zone"], refused.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
        Assert.Equal("name_taken", Text(await Gateway.ExpectAsync(409, "POST", "invitations", ManageGateway.Owner, $$"""{"email":"{{ManageGateway.User}}"}"""), "code"));
    }

    private static string? Text(JsonElement value, string name) => value.GetProperty(name).GetString();

    public sealed class Running : IAsyncLifetime
    {
        internal ManageGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await ManageGateway.StartAsync();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
