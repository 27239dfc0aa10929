using System.Net;
using Gantry.Audit;
using Gantry.Outbox;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>What is refused is in the audit log: gathered, without what was presented, and nothing of what is let in (reliability S-42).</summary>
public sealed class RefusalTests(RefusalTests.Running running) : IClassFixture<RefusalTests.Running>
{
    private const string Foreign = "sk-somebody-elses-canary-0123456789";

    private ManageGateway Gateway => running.Gateway;

    [Fact]
    public async Task S_42_Refused_keys_become_a_row_and_a_number_and_accepted_ones_nothing()
    {
        await FlushAsync();
        using (var good = await Gateway.Gateway.SendAsync(HttpMethod.Get, "/v1/models", null, ("authorization", "Bearer sk-foreign-key-0123456789"))) Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        var before = (await RowsAsync("key.refused")).Count;
        for (var i = 0; i < 25; i++)
        {
            using var response = await Gateway.Gateway.PostAsync("/v1/chat/completions", """{"model":"m","messages":[]}""", ("authorization", $"Bearer {Foreign}{i}"));
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        var rows = (await RowsAsync("key.refused", before + 2)).Take(2).ToArray();
        Assert.Equal(before + 2, (await RowsAsync("key.refused")).Count);
        Assert.All(rows, row => Assert.Equal((SecurityEvent.Nobody, "127.0.0.1"), (row.Note.Actor, row.Note.Address)));
        Assert.All(rows, row => Assert.Contains("\"reason\":\"wrong_key\"", row.Change.After, StringComparison.Ordinal));
        Assert.Single(rows, row => row.Change.After!.Contains("\"repeats\":\"24\"", StringComparison.Ordinal));
        Assert.All(rows, row => Assert.DoesNotContain("canary", row.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_42_Who_asks_the_API_for_what_is_not_theirs_is_named()
    {
        await Gateway.ExpectAsync(403, "GET", "accounts", ManageGateway.User);
        await Gateway.ExpectAsync(403, "GET", "audit", await Gateway.TokenAsync(ManageGateway.Admin, "usage:read"));
        await Gateway.ExpectAsync(401, "GET", "usage/sums", "gat-0000000000000000000000000000000000000000000000000");
        // Who presents nothing guesses nothing.
        await Gateway.ExpectAsync(401, "GET", "usage/records", null);
        await Gateway.ExpectAsync(400, "POST", "me/keys", ManageGateway.User, "{}", ("X-Gantry-Csrf", ""));
        // Who has to prove something first does nothing wrong.
        await Gateway.ExpectAsync(403, "POST", "codes", $"stale {ManageGateway.Owner}", "{}");
        var rows = await RowsAsync("manage.refused", 4);
        (string Actor, string Target, string Reason)[] expected =
        [
            (ManageGateway.User, "listAccounts", "role_required"), (ManageGateway.Admin, "listAudit", "scope_required"),
            (SecurityEvent.Nobody, "sumUsage", "not_signed_in"), (ManageGateway.User, "createMyKey", "csrf"),
        ];
        Assert.All(expected, e => Assert.Contains(rows, r => (r.Note.Actor, r.Change.Target) == (e.Actor, e.Target) && r.Change.After!.Contains(e.Reason, StringComparison.Ordinal)));
        Assert.DoesNotContain(rows, r => r.Change.Target is "createCodes" or "listUsage");
        Assert.All(rows, r => Assert.StartsWith("req_", r.Note.RequestId ?? "req_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_42_Form_of_another_site_is_told_with_its_page()
    {
        using var response = await Gateway.Gateway.SendAsync(HttpMethod.Post, "/console/sign-in?return=canary", new FormUrlEncodedContent([]), ("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var row = Assert.Single(await RowsAsync("form.refused", 1));
        Assert.Equal("page /console/sign-in", row.Change.Target);
    }

    [Fact]
    public async Task S_42_Guessed_code_is_told_and_not_what_was_guessed()
    {
        await Gateway.ExpectAsync(400, "POST", "me/wallet/redeem", ManageGateway.Other, """{"code":"GUESS-CANARY"}""");
        var row = Assert.Single(await RowsAsync("code.refused", 1));
        Assert.Equal(ManageGateway.Other, row.Note.Actor);
        Assert.DoesNotContain("CANARY", row.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_tells_of_the_outbox_and_of_missing_secrets()
    {
        var now = TimeProvider.System.GetUtcNow();
        var calm = await Gateway.ExpectAsync(200, "GET", "health", ManageGateway.Admin);
        Assert.Equal(0, calm.GetProperty("secret_alarms").GetArrayLength());
        var outbox = Gateway.Service<IOutbox>();
        // It is due in a year: no keeper takes it.
        var item = new OutboxItem { Id = Guid.CreateVersion7(now), Channel = OutboxChannel.Webhook, Recipient = "https://hooks.example.com/none", Subject = "test", Body = "{}", CreatedAt = now.AddYears(1) };
        await outbox.PutAsync(item, TestContext.Current.CancellationToken);
        var health = await Gateway.ExpectAsync(200, "GET", "health", ManageGateway.Admin);
        Assert.Equal(calm.GetProperty("outbox_waiting").GetInt64() + 1, health.GetProperty("outbox_waiting").GetInt64());
        Assert.Equal(now.AddYears(1), health.GetProperty("outbox_oldest_at").GetDateTimeOffset(), TimeSpan.FromSeconds(1));
    }

    private Task FlushAsync() => Gateway.Service<SecurityEvents>().FlushAsync(all: true, TestContext.Current.CancellationToken);

    // The gateway writes them as well, once a second: a row may be on its way.
    private async Task<IReadOnlyList<AuditEntry>> RowsAsync(string action, int least = 0)
    {
        await FlushAsync();
        IReadOnlyList<AuditEntry> rows = [];
        await ManageGateway.UntilAsync(async () =>
        {
            rows = await Gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Action = action, Limit = 500 }, TestContext.Current.CancellationToken);
            return rows.Count >= least;
        });
        return rows;
    }

    public sealed class Running : IAsyncLifetime
    {
        internal ManageGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await ManageGateway.StartAsync();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
