using System.Net;
using System.Text.Json;
using Gantry.Billing.Ledger;
using Gantry.Relay;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Money;

/// <summary>A team pays for what its members do, each within a budget (reliability L-3), and none sees what another has done (S-32).</summary>
public sealed class TeamBudgetTests
{
    // Google's protocol has no 402.
    private const HttpStatusCode GeminiStatus = HttpStatusCode.Forbidden;

    private const string Model = "sim-text-d20";
    private const string One = "sk-team-one-0123456789";
    private const string Two = "sk-team-two-0123456789";
    private const string Other = "sk-team-other-0123456789";
    private const string Bot = "sk-team-bot-0123456789";

    [Fact]
    public async Task L_3_Two_hundred_requests_at_once_with_two_keys_of_a_member_send_exactly_ten_of_a_dime()
    {
        await using var gateway = await StartAsync("{amount: 1.00, window: day}");
        var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var call = ClientCall.Ask(ClientCall.Protocols[i % 4], Model, stream: i % 3 == 0);
            using var answer = await gateway.PostAsync(call.Path, call.Body, Bearer(i % 2 == 0 ? One : Two));
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }));
        Assert.Equal((10, 190), (statuses.Count(s => s == HttpStatusCode.OK), statuses.Count(s => s is HttpStatusCode.PaymentRequired or GeminiStatus)));
        Assert.Equal(10, gateway.Simulator.Record.Exchanges.Count);

        // What is in the log is settled: nothing is set aside any more.
        await gateway.UsageAsync(200);
        foreach (var protocol in ClientCall.Protocols)
        {
            var call = ClientCall.Ask(protocol, Model, stream: false);
            using var refused = await gateway.PostAsync(call.Path, call.Body, Bearer(Two));
            var body = (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace("\\u0027", "'", StringComparison.Ordinal);
            Assert.Equal(protocol == "gemini" ? GeminiStatus : HttpStatusCode.PaymentRequired, refused.StatusCode);
            Assert.Contains("Your budget in team 'research' would be passed: $1.00 of $1.00 a day is spent; this request needs $0.10. It resets at 2026-11-22T00:00:00Z, in 43200 seconds.", body, StringComparison.Ordinal);
            Assert.Equal("43200", refused.Headers.GetValues("retry-after").Single());
        }

        // The wallet has more: others spend on, and so does the member with a key of its own account, which has nothing.
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, Other));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, Bot));
        Assert.Contains("insufficient_quota", await RefusalAsync(gateway, TestGateway.Key), StringComparison.Ordinal);
        var rows = await gateway.UsageAsync(207);
        Assert.Equal(207, rows.Count);
        using var wallet = await ReadAsync(gateway, "/v1/wallet", Other, HttpStatusCode.OK);
        Assert.Equal("98.80", wallet.RootElement.GetProperty("total").GetString()![..5]);
        Assert.Empty(await gateway.Host.Services.GetRequiredService<ILedgerBook>().CheckAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task L_4_Budget_counts_what_was_spent_before_a_restart()
    {
        using var folder = new TempFolder();
        await using var simulator = await Gantry.Simulator.SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        var served = 0;
        for (var start = 0; start < 3; start++)
        {
            await using var gateway = await TestGateway.StartOnAsync(folder, simulator, Configuration(simulator.BaseUrl, "{amount: 1.00, window: total}"));
            for (var i = 0; i < 6; i++) served += await AskAsync(gateway, i % 2 == 0 ? One : Two) == HttpStatusCode.OK ? 1 : 0;
        }

        Assert.Equal(10, served);
        Assert.Equal(10, simulator.Record.Exchanges.Count);
    }

    [Fact]
    public async Task S_32_Member_reads_with_its_keys_what_it_has_done_and_the_manager_reads_all()
    {
        var time = new FakeTime();
        await using var gateway = await StartAsync("{amount: 90.00, window: day}", time);
        using var asked = await gateway.PostAsync("/v1/chat/completions", Body, Bearer(One));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var request = asked.Headers.GetValues("x-request-id").Single();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, Other));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway, Bot));
        using var others = await gateway.PostAsync("/v1/chat/completions", Body, Bearer(Other));
        await others.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var foreign = others.Headers.GetValues("x-request-id").Single();
        await gateway.UsageAsync(4);
        time.Advance(TimeSpan.FromSeconds(1));

        foreach (var (secret, own, all) in ((string, HttpStatusCode, int)[])[(One, HttpStatusCode.NotFound, 1), (Two, HttpStatusCode.NotFound, 1), (Other, HttpStatusCode.OK, 4), (Bot, HttpStatusCode.OK, 4)])
        {
            using var mine = await ReadAsync(gateway, $"/v1/requests/{request}", secret, HttpStatusCode.OK);
            using var theirs = await ReadAsync(gateway, $"/v1/requests/{foreign}", secret, own);
            using var sums = await ReadAsync(gateway, "/v1/usage", secret, HttpStatusCode.OK);
            Assert.Equal(all, sums.RootElement.GetProperty("total").GetProperty("requests").GetInt32());
            using var export = await gateway.SendAsync(HttpMethod.Get, "/v1/usage/export?format=jsonl", null, Bearer(secret));
            Assert.Equal(all, (await export.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            using var wallet = await ReadAsync(gateway, "/v1/wallet", secret, all == 1 ? HttpStatusCode.Forbidden : HttpStatusCode.OK);
        }

        // To the account of the member itself all of it is another's.
        using var nothing = await ReadAsync(gateway, $"/v1/requests/{request}", TestGateway.Key, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task S_32_What_is_kept_of_a_request_is_found_by_the_keys_of_its_member_alone()
    {
        await using var gateway = await StartAsync("{amount: 90.00, window: day}");
        var call = ClientCall.Ask("responses", Model, stream: false);
        using var made = await gateway.PostAsync(call.Path, call.Body, Bearer(One));
        using var answer = JsonDocument.Parse(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var paths = new[] { $"/v1/responses/{answer.RootElement.GetProperty("id").GetString()}", $"/v1/requests/{made.Headers.GetValues("x-request-id").Single()}/capture" };
        foreach (var path in paths)
        {
            // A capture is written a moment later.
            for (var i = 0; i < 400; i++)
            {
                using var own = await gateway.SendAsync(HttpMethod.Get, path, null, Bearer(Two));
                if (own.StatusCode == HttpStatusCode.OK) break;
                Assert.True(i < 399, $"{path}: {own.StatusCode}");
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            foreach (var secret in (string[])[Other, Bot, TestGateway.Key])
            {
                using var foreign = await ReadAsync(gateway, path, secret, HttpStatusCode.NotFound);
            }
        }
    }

    [Fact]
    public async Task S_32_Member_is_not_told_what_an_empty_wallet_of_the_team_has()
    {
        await using var gateway = await StartAsync("{amount: 90.00, window: day}", credit: "0.05");
        var told = await RefusalAsync(gateway, One);
        Assert.Contains("The wallet of the team does not cover the request: it may cost up to $0.10. Ask a manager", told, StringComparison.Ordinal);
        Assert.Contains("insufficient_quota", told, StringComparison.Ordinal);
        Assert.Contains("$0.05 are available", await RefusalAsync(gateway, Other), StringComparison.Ordinal);
        using var quote = await gateway.PostAsync("/v1/quote", Body, Bearer(One));
        var text = await quote.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("insufficient_quota", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0.05", text, StringComparison.Ordinal);
        Assert.DoesNotContain("50000000", text, StringComparison.Ordinal);
    }

    private const string Body = $$"""{"model":"{{Model}}","messages":[{"role":"user","content":"hello"}]}""";

    private static Task<TestGateway> StartAsync(string budget, FakeTime? time = null, string credit = "100.00") => TestGateway.StartAsync(
        new RelayLimits { Attempts = 1 }, simulator => Configuration(simulator, budget, credit), options => options with { Time = time ?? new FakeTime() });

    private static string Configuration(Uri simulator, string budget, string credit = "100.00") =>
        Bank.Configuration(simulator, "0", "request: 0.10", [Model], "", "", "", "")
        + $$"""
              - {email: other@example.com}
            teams:
              - name: Research
                credit: {{credit}}
                members:
                  - {email: test@example.com, spend_cap: {{budget}}}
                  - {email: other@example.com, role: manager}
                keys:
                  - {name: one, secret: {{One}}, groups: [all], member: test@example.com, capture: {days: 1} }
                  - {name: two, secret: {{Two}}, groups: [all], member: test@example.com}
                  - {name: other, secret: {{Other}}, groups: [all], member: other@example.com}
                  - {name: bot, secret: {{Bot}}, groups: [all]}
            """;

    private static (string Name, string Value) Bearer(string secret) => ("authorization", $"Bearer {secret}");

    private static async Task<HttpStatusCode> AskAsync(TestGateway gateway, string secret)
    {
        using var answer = await gateway.PostAsync("/v1/chat/completions", Body, Bearer(secret));
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private static async Task<string> RefusalAsync(TestGateway gateway, string secret)
    {
        using var answer = await gateway.PostAsync("/v1/chat/completions", Body, Bearer(secret));
        Assert.Equal(HttpStatusCode.PaymentRequired, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<JsonDocument> ReadAsync(TestGateway gateway, string path, string secret, HttpStatusCode status)
    {
        using var answer = await gateway.SendAsync(HttpMethod.Get, path, null, Bearer(secret));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{path}: {answer.StatusCode} instead of {status}: {text}");
        return JsonDocument.Parse(text);
    }
}
