using Gantry.Accounts;
using Gantry.Audit;
using Gantry.Management.Http;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>Tokens for the management API.</summary>
public sealed class TokenTests(TokenTests.Running running) : IClassFixture<TokenTests.Running>
{
    private ManageGateway Gateway => running.Gateway;

    [Fact]
    public async Task Token_is_shown_once_used_and_revoked()
    {
        var issued = await Gateway.ExpectAsync(201, "POST", "tokens", ManageGateway.Admin, """{"name":"ci","scopes":["catalog:read","usage:read"]}""");
        var secret = issued.GetProperty("secret").GetString()!;
        var id = issued.GetProperty("token").GetProperty("id").GetString();
        Assert.StartsWith(AdminToken.Prefix, secret, StringComparison.Ordinal);

        await Gateway.ExpectAsync(200, "GET", "models", secret);
        Assert.Equal("scope_required", (await Gateway.ExpectAsync(403, "GET", "keys", secret)).GetProperty("code").GetString());
        var list = await Gateway.ExpectAsync(200, "GET", "tokens?search=ci", ManageGateway.Admin);
        var shown = Assert.Single(list.GetProperty("data").EnumerateArray());
        Assert.DoesNotContain(secret, shown.GetRawText(), StringComparison.Ordinal);
        Assert.NotNull(shown.GetProperty("last_used_at").GetString());

        await Gateway.ExpectAsync(204, "DELETE", $"tokens/{id}", ManageGateway.Admin);
        await Gateway.ExpectAsync(401, "GET", "models", secret);
        var log = await Gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Action = "token." }, TestContext.Current.CancellationToken);
        Assert.Contains(log, e => e.Note.Action == "token.revoke" && e.Change.Target.EndsWith(id!, StringComparison.Ordinal));
        Assert.DoesNotContain(log, e => e.ToString().Contains(secret, StringComparison.Ordinal));
        Assert.Null((await Gateway.Service<IAuditLog>().VerifyAsync(TestContext.Current.CancellationToken)).BrokenAt);
    }

    [Fact]
    public async Task Token_has_never_more_than_the_present_role_of_its_account()
    {
        var made = await Gateway.ExpectAsync(201, "POST", "accounts", ManageGateway.Owner, """{"email":"climber@example.com"}""");
        var id = made.GetProperty("id").GetString();
        var token = await Gateway.TokenAsync("climber@example.com", [.. ManageScopes.All]);
        Assert.Equal("role_required", (await Gateway.ExpectAsync(403, "GET", "accounts", token)).GetProperty("code").GetString());
        await Gateway.ExpectAsync(200, "POST", $"accounts/{id}/role", ManageGateway.Owner, """{"role":"admin"}""");
        await Gateway.ExpectAsync(200, "GET", "accounts", token);
        await Gateway.ExpectAsync(200, "POST", $"accounts/{id}/role", ManageGateway.Owner, """{"role":"user"}""");
        await Gateway.ExpectAsync(403, "GET", "accounts", token);
        await Gateway.ExpectAsync(200, "GET", "me/keys", token);
        await Gateway.ExpectAsync(200, "POST", $"accounts/{id}/disable", ManageGateway.Owner);
        await Gateway.ExpectAsync(401, "GET", "me/keys", token);
    }

    [Theory]
    [InlineData("""{"name":"x","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["everything"]}""", "scopes")]
    [InlineData("""{"name":"","scopes":["usage:read"]}""", "name")]
    [InlineData("""{"name":"x","scopes":["usage:read"],"expires_at":"2001-01-01T00:00:00Z"}""", "expires_at")]
    [InlineData("""{"name":"x"}""", "scopes")]
    public async Task Token_that_makes_no_sense_is_refused(string body, string field) =>
        Assert.True((await Gateway.ExpectAsync(400, "POST", "tokens", ManageGateway.Owner, body)).GetProperty("errors").TryGetProperty(field, out _));

    [Fact]
    public async Task Admin_sees_its_own_tokens_and_an_owner_those_of_all()
    {
        var token = await Gateway.TokenAsync(ManageGateway.Owner, "usage:read");
        var id = (await Gateway.ExpectAsync(200, "GET", "tokens?limit=200", ManageGateway.Owner)).GetProperty("data").EnumerateArray().Last(t => t.GetProperty("account").GetString() == ManageGateway.Owner).GetProperty("id").GetString();
        Assert.All((await Gateway.ExpectAsync(200, "GET", "tokens?limit=200", ManageGateway.Admin)).GetProperty("data").EnumerateArray(), t => Assert.Equal(ManageGateway.Admin, t.GetProperty("account").GetString()));
        await Gateway.ExpectAsync(404, "DELETE", $"tokens/{id}", ManageGateway.Admin);
        await Gateway.ExpectAsync(200, "GET", "/openapi/manage.json", token);
    }

    [Fact]
    public async Task S_2_Token_is_nowhere_in_the_database()
    {
        var token = await Gateway.TokenAsync(ManageGateway.Admin, "usage:read");
        var files = Directory.GetFiles(Path.GetDirectoryName(Gateway.Gateway.Database)!, "gantry.db*");
        Assert.All(files, file => Assert.False(new SecretSearch([token]).IsIn(SecretSearch.Read(file)), file));
    }

    public sealed class Running : IAsyncLifetime
    {
        internal ManageGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await ManageGateway.StartAsync();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
