using System.Text.Json;
using Gantry.Audit;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>Redemption codes through the API.</summary>
public sealed class CodeTests(CodeTests.Running running) : IClassFixture<CodeTests.Running>
{
    private ManageGateway Gateway => running.Gateway;

    [Fact]
    public async Task Codes_are_shown_once_listed_and_revoked()
    {
        var made = (await Gateway.ExpectAsync(200, "POST", "codes", ManageGateway.Admin, """{"amount":"2.50","count":3,"uses":2}""")).GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(3, made.Length);
        var secrets = made.Select(m => m.GetProperty("secret").GetString()!).ToArray();
        Assert.Equal(3, secrets.Distinct().Count());

        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = await Gateway.ExpectAsync(200, "GET", $"codes?limit=2{(next is null ? "" : $"&after={next}")}", ManageGateway.Admin);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, page.GetRawText(), StringComparison.Ordinal));
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(c => c.GetProperty("id").GetString()!));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal(seen.Distinct().OrderDescending(StringComparer.Ordinal), seen);
        Assert.Subset(seen.ToHashSet(), made.Select(Id).ToHashSet());

        await Gateway.ExpectAsync(204, "DELETE", $"codes/{Id(made[0])}", ManageGateway.Admin);
        await Gateway.ExpectAsync(404, "DELETE", $"codes/{Guid.CreateVersion7()}", ManageGateway.Admin);
        var list = await Gateway.ExpectAsync(200, "GET", "codes?limit=200", ManageGateway.Admin);
        var revoked = list.GetProperty("data").EnumerateArray().Single(c => c.GetProperty("id").GetString() == Id(made[0]));
        Assert.NotNull(revoked.GetProperty("revoked_at").GetString());
        Assert.Equal(("2.50", 2_500_000_000L, 2), (revoked.GetProperty("value").GetProperty("amount").GetString(), revoked.GetProperty("value").GetProperty("amount_nanos").GetInt64(), revoked.GetProperty("max_uses").GetInt32()));

        var log = await Gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Action = "code.", Limit = 200 }, TestContext.Current.CancellationToken);
        Assert.Contains(log, e => e.Note is { Action: "code.revoke", Actor: ManageGateway.Admin } && e.Change.Target == $"code {Id(made[0])}");
        Assert.Equal(3, log.Count(e => e.Note.Action == "code.create" && made.Any(m => e.Change.Target == $"code {Id(m)}")));
        Assert.All(secrets, secret => Assert.DoesNotContain(log, e => e.ToString().Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task S_24_Making_codes_needs_a_fresh_proof()
    {
        Assert.Equal("step_up_required", (await Gateway.ExpectAsync(403, "POST", "codes", $"stale {ManageGateway.Owner}", """{"amount":"1"}""")).GetProperty("code").GetString());
        Assert.Equal("role_required", (await Gateway.ExpectAsync(403, "POST", "codes", ManageGateway.User, """{"amount":"1"}""")).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""{"count":1}""", "amount")]
    [InlineData("""{"amount":"0"}""", "amount")]
    [InlineData("""{"amount":"-1"}""", "amount")]
    [InlineData("""{"amount_nanos":-1}""", "amount_nanos")]
    [InlineData("""{"amount":"1","amount_nanos":2}""", "amount_nanos")]
    [InlineData("""{"amount":"1","count":1001}""", "count")]
    [InlineData("""{"amount":"1","uses":0}""", "uses")]
    [InlineData("""{"amount":"1","expires_at":"2001-01-01T00:00:00Z"}""", "expires_at")]
    public async Task Codes_that_make_no_sense_are_refused(string body, string field) =>
        Assert.True((await Gateway.ExpectAsync(400, "POST", "codes", ManageGateway.Owner, body)).GetProperty("errors").TryGetProperty(field, out _));

    private static string Id(JsonElement issued) => issued.GetProperty("code").GetProperty("id").GetString()!;

    public sealed class Running : IAsyncLifetime
    {
        internal ManageGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await ManageGateway.StartAsync();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
