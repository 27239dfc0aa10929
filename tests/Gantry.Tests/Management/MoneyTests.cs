using System.Globalization;
using System.Text.Json;
using Gantry.Audit;
using Gantry.Billing.Ledger;
using Xunit;

namespace Gantry.Tests.Management;

/// <summary>Wallets, refunds and usage through the API: money by hand, and what it was spent on.</summary>
public sealed class MoneyTests(MoneyTests.Running running) : IClassFixture<MoneyTests.Running>
{
    private ManageGateway Gateway => running.Gateway;

    [Fact]
    public async Task Money_is_given_corrected_and_told_in_the_books()
    {
        var account = await AccountAsync(ManageGateway.Other);
        var credited = await Gateway.ExpectAsync(200, "POST", $"wallets/{account}/credit", ManageGateway.Admin, """{"amount":"7.25","reason":"a gift"}""");
        Assert.Equal(("credit", 7_250_000_000L), (credited.GetProperty("kind").GetString(), credited.GetProperty("moved").GetProperty("amount_nanos").GetInt64()));
        await Gateway.ExpectAsync(200, "POST", $"wallets/{account}/adjust", ManageGateway.Admin, """{"amount":"-0.250000001","reason":"a mistake"}""");
        var wallet = await Gateway.ExpectAsync(200, "GET", "me/wallet", ManageGateway.Other);
        Assert.Equal("6.999999999", wallet.GetProperty("total").GetProperty("amount").GetString());
        Assert.Equal("insufficient_balance", (await Gateway.ExpectAsync(409, "POST", $"wallets/{account}/adjust", ManageGateway.Admin, """{"amount":"-7","reason":"too much"}""")).GetProperty("code").GetString());

        var entries = (await Gateway.ExpectAsync(200, "GET", $"wallets/{account}/entries", ManageGateway.Admin)).GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(["adjust", "credit"], entries.Select(e => e.GetProperty("kind").GetString()));
        Assert.All(entries, e => Assert.Equal(0, e.GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty("change").GetProperty("amount_nanos").GetInt64())));
        Assert.Equal((ManageGateway.Admin, "a mistake"), (entries[0].GetProperty("actor").GetString(), entries[0].GetProperty("reason").GetString()));
        Assert.Equal(entries.Select(e => e.GetProperty("id").GetString()), (await Gateway.ExpectAsync(200, "GET", "me/wallet/entries", ManageGateway.Other)).GetProperty("data").EnumerateArray().Select(e => e.GetProperty("id").GetString()));
        var first = await Gateway.ExpectAsync(200, "GET", $"wallets/{account}/entries?limit=1", ManageGateway.Admin);
        var second = await Gateway.ExpectAsync(200, "GET", $"wallets/{account}/entries?limit=1&after={first.GetProperty("next").GetString()}", ManageGateway.Admin);
        Assert.Equal((1L, JsonValueKind.Null), (Assert.Single(second.GetProperty("data").EnumerateArray()).GetProperty("sequence").GetInt64(), second.GetProperty("next").ValueKind));

        var log = await Gateway.Service<IAuditLog>().ReadAsync(new AuditQuery { Target = $"wallet {account}" }, TestContext.Current.CancellationToken);
        Assert.Equal(["wallet.adjust", "wallet.credit"], log.Select(e => e.Note.Action));
        Assert.Contains("a gift", log[1].Change.After, StringComparison.Ordinal);
        Assert.Empty(await Gateway.Service<ILedgerBook>().CheckAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Money_moves_once_for_a_reference_and_for_an_idempotency_key()
    {
        var account = await AccountAsync(ManageGateway.Admin);
        const string Body = """{"amount_nanos":1000000000,"reason":"invoice 7","reference":"invoice-7"}""";
        await Gateway.ExpectAsync(200, "POST", $"wallets/{account}/credit", ManageGateway.Owner, Body);
        Assert.Equal("already_posted", (await Gateway.ExpectAsync(409, "POST", $"wallets/{account}/credit", ManageGateway.Owner, Body)).GetProperty("code").GetString());

        const string Plain = """{"amount":"1","reason":"again"}""";
        var first = await Gateway.ExpectAsync(200, "POST", $"wallets/{account}/credit", ManageGateway.Owner, Plain, ("Idempotency-Key", "pay-1"));
        var again = await Gateway.ExpectAsync(200, "POST", $"wallets/{account}/credit", ManageGateway.Owner, Plain, ("Idempotency-Key", "pay-1"));
        Assert.Equal(first.GetProperty("entry_id").GetString(), again.GetProperty("entry_id").GetString());
        // Another caller's repeat is not answered from the store of answers; the books know it all the same.
        await Gateway.ExpectAsync(409, "POST", $"wallets/{account}/credit", ManageGateway.Admin, Plain, ("Idempotency-Key", "pay-1"));
        Assert.Equal("2.00", (await Gateway.ExpectAsync(200, "GET", $"wallets/{account}", ManageGateway.Owner)).GetProperty("total").GetProperty("amount").GetString());
    }

    [Fact]
    public async Task S_24_Moving_money_needs_a_fresh_proof_and_a_reason()
    {
        var account = await AccountAsync(ManageGateway.User);
        foreach (var path in (string[])[$"wallets/{account}/credit", $"wallets/{account}/adjust", "requests/req_x/refund"])
        {
            Assert.Equal("step_up_required", (await Gateway.ExpectAsync(403, "POST", path, $"stale {ManageGateway.Owner}", """{"amount":"1","reason":"r"}""")).GetProperty("code").GetString());
            Assert.Equal("role_required", (await Gateway.ExpectAsync(403, "POST", path, ManageGateway.User, """{"amount":"1","reason":"r"}""")).GetProperty("code").GetString());
            await Gateway.ExpectAsync(400, "POST", path, ManageGateway.Owner, """{"amount":"1"}""");
        }

        Assert.True((await Gateway.ExpectAsync(400, "POST", $"wallets/{account}/credit", ManageGateway.Owner, """{"amount":"1","reason":" "}""")).GetProperty("errors").TryGetProperty("reason", out _));
        Assert.True((await Gateway.ExpectAsync(400, "POST", $"wallets/{account}/credit", ManageGateway.Owner, """{"amount":"-1","reason":"r"}""")).GetProperty("errors").TryGetProperty("amount", out _));
        Assert.True((await Gateway.ExpectAsync(400, "POST", $"wallets/{account}/credit", ManageGateway.Owner, """{"amount":1,"reason":"r"}""")).GetProperty("errors").TryGetProperty("amount", out _));
        await Gateway.ExpectAsync(404, "POST", $"wallets/{Guid.CreateVersion7()}/credit", ManageGateway.Owner, """{"amount":"1","reason":"r"}""");
        await Gateway.ExpectAsync(404, "GET", $"wallets/{Guid.CreateVersion7()}", ManageGateway.Owner);
        await Gateway.ExpectAsync(404, "GET", $"wallets/{Guid.CreateVersion7()}/entries", ManageGateway.Owner);
        await Gateway.ExpectAsync(404, "POST", "requests/req_none/refund", ManageGateway.Owner, """{"reason":"r"}""");
    }

    [Fact]
    public async Task Request_is_explained_and_refunded_once()
    {
        var request = running.Requests[0];
        var report = await Gateway.ExpectAsync(200, "GET", $"me/requests/{request}", ManageGateway.User);
        var record = report.GetProperty("record");
        var cost = record.GetProperty("cost").GetProperty("amount_nanos").GetInt64();
        Assert.True(cost > 0);
        Assert.Equal(JsonValueKind.Null, record.GetProperty("upstream").ValueKind);
        var charge = report.GetProperty("explanation").GetProperty("charge");
        Assert.Equal(cost, charge.GetProperty("computation").GetProperty("cost_nanos").GetInt64());
        Assert.DoesNotContain("\"sim\"", report.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("sim", (await Gateway.ExpectAsync(200, "GET", $"requests/{request}", ManageGateway.Admin)).GetProperty("record").GetProperty("upstream").GetString());

        var charged = record.GetProperty("charged").GetProperty("amount_nanos").GetInt64();
        Assert.Equal("more_than_charged", (await Gateway.ExpectAsync(409, "POST", $"requests/{request}/refund", ManageGateway.Admin, $$"""{"amount_nanos":{{charged + 1}},"reason":"no"}""")).GetProperty("code").GetString());
        await Gateway.ExpectAsync(200, "POST", $"requests/{request}/refund", ManageGateway.Admin, """{"amount_nanos":1,"reason":"a part"}""");
        var rest = await Gateway.ExpectAsync(200, "POST", $"requests/{request}/refund", ManageGateway.Admin, """{"reason":"the rest"}""");
        Assert.Equal(charged - 1, rest.GetProperty("moved").GetProperty("amount_nanos").GetInt64());
        Assert.Equal("nothing_to_refund", (await Gateway.ExpectAsync(409, "POST", $"requests/{request}/refund", ManageGateway.Admin, """{"reason":"more"}""")).GetProperty("code").GetString());
        Assert.Equal(charged, (await Gateway.ExpectAsync(200, "GET", $"me/requests/{request}", ManageGateway.User)).GetProperty("record").GetProperty("refunded").GetProperty("amount_nanos").GetInt64());
        Assert.Empty(await Gateway.Service<ILedgerBook>().CheckAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task S_32_Usage_of_others_is_not_there()
    {
        foreach (var who in (string[])[ManageGateway.Other, ManageGateway.Admin, ManageGateway.Owner])
        {
            Assert.Equal(0, (await Gateway.ExpectAsync(200, "GET", "me/usage/records", who)).GetProperty("data").GetArrayLength());
            Assert.Equal(0, (await Gateway.ExpectAsync(200, "GET", $"me/usage/records?key_id={running.KeyId}", who)).GetProperty("data").GetArrayLength());
            Assert.Equal(0, (await Gateway.ExpectAsync(200, "GET", "me/usage/sums", who)).GetProperty("total").GetProperty("requests").GetInt64());
            await Gateway.ExpectAsync(404, "GET", $"me/requests/{running.Requests[1]}", who);
        }

        // Nobody names an account here, and nobody sums by account.
        Assert.True((await Gateway.ExpectAsync(400, "GET", $"me/usage/records?account_id={await AccountAsync(ManageGateway.User)}", ManageGateway.Other)).GetProperty("errors").TryGetProperty("account_id", out _));
        Assert.True((await Gateway.ExpectAsync(400, "GET", "me/usage/sums?group_by=account", ManageGateway.Owner)).GetProperty("errors").TryGetProperty("group_by", out _));
        await Gateway.ExpectAsync(403, "GET", "usage/records", ManageGateway.User);
    }

    [Fact]
    public async Task Records_are_paged_and_narrowed()
    {
        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = await Gateway.ExpectAsync(200, "GET", $"me/usage/records?limit=2&model=m{(next is null ? "" : $"&after={next}")}", ManageGateway.User);
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(r => r.GetProperty("request_id").GetString()!));
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);

        Assert.Equal(running.Requests.Reverse(), seen);
        var begin = DateTimeOffset.Parse((await Gateway.ExpectAsync(200, "GET", $"requests/{running.Requests[2]}", ManageGateway.Admin)).GetProperty("record").GetProperty("started_at").GetString()!, CultureInfo.InvariantCulture);
        async Task<int> CountAsync(string filters) => (await Gateway.ExpectAsync(200, "GET", $"usage/records?{filters}", ManageGateway.Admin)).GetProperty("data").GetArrayLength();
        Assert.Equal(5, await CountAsync($"account_id={await AccountAsync(ManageGateway.User)}&key_id={running.KeyId}&group=all&outcome=completed"));
        Assert.Equal(3, await CountAsync($"from={Uri.EscapeDataString(begin.ToString("O", CultureInfo.InvariantCulture))}"));
        Assert.Equal(2, await CountAsync($"to={Uri.EscapeDataString(begin.ToString("O", CultureInfo.InvariantCulture))}"));
        Assert.Equal(0, await CountAsync("outcome=failed"));
        Assert.Equal(0, await CountAsync("model=n"));
        Assert.Equal(5, await CountAsync("status=2xx"));
        Assert.Equal(0, await CountAsync("status=429"));
        Assert.Equal(1, await CountAsync($"request_id={running.Requests[2]}"));
        Assert.True((await Gateway.ExpectAsync(400, "GET", "usage/records?status=9xx", ManageGateway.Admin)).GetProperty("errors").TryGetProperty("status", out _));
        Assert.True((await Gateway.ExpectAsync(400, "GET", "usage/records?outcome=splendid", ManageGateway.Admin)).GetProperty("errors").TryGetProperty("outcome", out _));
    }

    [Fact]
    public async Task Sums_equal_the_records()
    {
        var records = (await Gateway.ExpectAsync(200, "GET", "usage/records", ManageGateway.Admin)).GetProperty("data").EnumerateArray().ToArray();
        var cost = records.Sum(r => r.GetProperty("cost").GetProperty("amount_nanos").GetInt64());
        var output = records.Sum(r => r.GetProperty("usage").GetProperty("output").GetInt64());
        foreach (var (grouping, label) in ((string, string?)[])[("day", null), ("model", null), ("key", "spender"), ("account", ManageGateway.User)])
        {
            var sums = await Gateway.ExpectAsync(200, "GET", $"usage/sums?group_by={grouping}", ManageGateway.Admin);
            var total = sums.GetProperty("total");
            Assert.Equal((5L, cost, output), (total.GetProperty("requests").GetInt64(), total.GetProperty("cost").GetProperty("amount_nanos").GetInt64(), total.GetProperty("usage").GetProperty("output").GetInt64()));
            Assert.Equal(label, Assert.Single(sums.GetProperty("data").EnumerateArray()).GetProperty("label").GetString());
        }

        Assert.Equal(5, (await Gateway.ExpectAsync(200, "GET", "me/usage/sums?group_by=key", ManageGateway.User)).GetProperty("total").GetProperty("requests").GetInt64());
        Assert.True((await Gateway.ExpectAsync(400, "GET", "usage/sums?from=2026-01-31T13:30:00Z", ManageGateway.Admin)).GetProperty("errors").TryGetProperty("from", out _));
    }

    private async Task<Guid> AccountAsync(string email) => (await Gateway.RowsAsync()).Accounts.Single(a => a.Email == email).Id;

    /// <summary>A gateway whose user has paid for five requests.</summary>
    public sealed class Running : IAsyncLifetime
    {
        private const string Body = """{"model":"m","messages":[{"role":"user","content":"hello"}]}""";

        internal ManageGateway Gateway { get; private set; } = null!;

        public string KeyId { get; private set; } = "";

        /// <summary>In the order in which they began.</summary>
        public string[] Requests { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            Gateway = await ManageGateway.StartAsync();
            await Gateway.ExpectAsync(200, "PATCH", "models/m/prices", ManageGateway.Owner, """{"price":{"free":false,"input":"3.00","output":"15.00"}}""");
            var issued = await Gateway.ExpectAsync(201, "POST", "me/keys", ManageGateway.User, """{"name":"spender","groups":["all"]}""");
            KeyId = issued.GetProperty("key").GetProperty("id").GetString()!;
            var secret = issued.GetProperty("secret").GetString()!;
            // Written after the price: whoever knows the key knows the price.
            for (var i = 0; await StatusAsync(secret) != 200; i++)
            {
                Assert.True(i < 100, "the key is not known after ten seconds");
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            for (var i = 0; i < 5; i++)
            {
                using var response = await Gateway.Gateway.PostAsync("/v1/chat/completions", Body, ("authorization", $"Bearer {secret}"));
                Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                Requests = [.. Requests, response.Headers.GetValues("x-request-id").Single()];
            }

            await Gateway.Gateway.UsageAsync(5);
        }

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();

        private async Task<int> StatusAsync(string secret)
        {
            using var response = await Gateway.Gateway.SendAsync(HttpMethod.Get, "/v1/models", null, ("authorization", $"Bearer {secret}"));
            return (int)response.StatusCode;
        }
    }
}
