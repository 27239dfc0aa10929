using System.Net;
using System.Text;
using Gantry.Billing;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Console.Tests.Rig;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>What pages of usage show: real requests, and weeks of them that were never sent.</summary>
internal static class Traffic
{
    private static readonly string[] Models = ["test-model", "claude-sonnet-4-5", "gpt-5.2", "gemini-3-pro", "claude-opus-4-5", "gpt-5-mini", "text-embedding-3-large", "gpt-image-1", "claude-haiku-4-5", "gemini-3-flash", "deepseek-v3"];

    /// <summary>Whom an address belongs to.</summary>
    public static async Task<Guid> AccountAsync(GatewayServer server, string email) =>
        (await server.Services.GetRequiredService<ICatalogStore>().LoadAsync(TestContext.Current.CancellationToken)).Accounts.Single(account => account.Email == email).Id;

    /// <summary>Money for an account.</summary>
    public static async Task CreditAsync(GatewayServer server, string email, long dollars)
    {
        var vouchers = server.Services.GetRequiredService<IVoucherStore>();
        var (_, code) = Assert.Single(await vouchers.CreateAsync(new VoucherRequest(new Money(dollars * 1_000_000_000), 1, null, "test"), 1, TestContext.Current.CancellationToken));
        Assert.NotNull(await vouchers.RedeemAsync(code, await AccountAsync(server, email), TestContext.Current.CancellationToken));
    }

    /// <summary>Waits until a key that was just made is in force.</summary>
    public static async Task KnownAsync(PlainClient client, string secret)
    {
        while (true)
        {
            using var answer = await client.SendAsync(HttpMethod.Get, "/v1/models", null, ("Authorization", "Bearer " + secret));
            if (answer.StatusCode == HttpStatusCode.OK) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Sends one streamed request and reads all of the answer.</summary>
    public static async Task<HttpStatusCode> AskAsync(PlainClient client, string secret, string model)
    {
        using var body = new StringContent($$"""{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"Say something."}]}""", Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(HttpMethod.Post, "/v1/chat/completions", body, ("Authorization", "Bearer " + secret));
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    /// <summary>Waits until the store has this many records.</summary>
    public static async Task SettledAsync(GatewayServer server, int records)
    {
        var log = server.Services.GetRequiredService<IUsageLog>();
        while ((await log.PageAsync(new UsageLogQuery { Owner = null, Limit = records }, TestContext.Current.CancellationToken)).Count < records) await Task.Delay(50, TestContext.Current.CancellationToken);
    }

    /// <summary>Thirty days of records of an account, as many models as a busy gateway has, some of them failed.</summary>
    public static async Task FillAsync(GatewayServer server, string email)
    {
        var account = await AccountAsync(server, email);
        var keys = (await server.Services.GetRequiredService<ICatalogStore>().LoadAsync(TestContext.Current.CancellationToken)).Keys.Where(key => key.AccountId == account).ToList();
        var random = new Random(30);
        var now = server.Time.GetUtcNow();
        var records = Enumerable.Range(0, 900).Select(number => Record(number, now.AddMinutes(-Math.Pow(random.NextDouble(), 1.4) * 60 * 24 * 30), account, keys[random.Next(keys.Count)].Id, random)).ToList();
        await server.Services.GetRequiredService<IUsageStore>().InsertAsync(records, TestContext.Current.CancellationToken);
    }

    private static UsageRecord Record(int number, DateTimeOffset at, Guid account, Guid key, Random random)
    {
        var model = Models[Math.Min(random.Next(Models.Length), random.Next(Models.Length))];
        var failed = random.Next(25) == 0;
        var usage = failed ? default : new Usage { UncachedInput = random.Next(4000), CacheRead = random.Next(40_000), CacheWrite5m = random.Next(2000), Output = random.Next(3000) };
        var cost = usage.UncachedInput * 3_000 + usage.CacheRead * 300 + usage.Output * 15_000;
        return new UsageRecord
        {
            RequestId = $"req_filled_{number}",
            StartedAt = at,
            KeyId = key,
            AccountId = account,
            Group = "everyone",
            Model = model,
            Upstream = "simulator",
            UpstreamModel = model,
            Protocol = Protocol.Messages,
            Operation = Operation.Chat,
            Streamed = true,
            Status = failed ? random.Next(3) switch { 0 => 429, 1 => 400, _ => 502 } : 200,
            Outcome = failed ? UsageOutcome.Failed : UsageOutcome.Completed,
            ErrorOrigin = failed ? (ErrorOrigin)random.Next(3) : null,
            ErrorCode = failed ? "overloaded" : null,
            Usage = usage,
            UsageSource = UsageSource.Reported,
            FirstContentMicros = failed ? null : (long)(300_000 * Math.Exp(random.NextDouble() * 2)),
            DurationMicros = (long)(2_000_000 * Math.Exp(random.NextDouble() * 3)),
            Attempts = 1,
            Charge = new UsageCharge { WalletId = account, CostNanos = cost, FromWalletNanos = cost, PriceVersion = "test", MultiplierPpm = 1_000_000 },
            Trail = [new AttemptRecord { Id = Guid.CreateVersion7(at), Number = 1, Upstream = "simulator", UpstreamModel = model, Status = 200, CostNanos = cost * 7 / 10, CostStatus = random.Next(10) == 0 ? AttemptCostStatus.Unknown : AttemptCostStatus.Exact }],
        };
    }
}
