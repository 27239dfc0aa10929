using System.Globalization;
using System.Text;
using Deque.AxeCore.Playwright;
using Gantry.Audit;
using Gantry.Billing;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Console.Tests.Rig;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>All prices at a glance, a list that is compared, tried on past requests and taken, against the whole gateway.</summary>
public sealed class PricesPageTests(Chromium chromium)
{
    private const long Dollar = 1_000_000_000;

    [Fact]
    public async Task Prices_are_found_a_list_is_compared_tried_on_past_requests_and_taken_by_choice()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await PriceAsync(server, new ModelRow { Id = "quiet-model", OwnedBy = "acme", Price = new ModelPrice { Input = 3 * Dollar, Output = 15 * Dollar, CacheRead = 300_000_000, Request = 1_000_000 * 1_000_000L } });
        await PriceAsync(server, new ModelRow { Id = "large-model", OwnedBy = "acme", Price = new ModelPrice { Input = 2 * Dollar, Output = 8 * Dollar } });
        await PriceAsync(server, new ModelRow { Id = "unpriced-model", OwnedBy = "acme" });
        await SpendAsync(server);
        var page = owner.Page;
        var rows = page.Locator(".prices-table").First.Locator("tbody tr");

        // What nobody can use stands first, and says what to do.
        await owner.OpenLiveAsync("/console/prices");
        await Assertions.Expect(rows.First).ToContainTextAsync("unpriced-model");
        await Assertions.Expect(rows.First).ToContainTextAsync("Its requests are refused.");
        await page.Locator("#find").FillAsync("quiet");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows.First).ToContainTextAsync("$0.30");
        await Assertions.Expect(rows.First.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", "/console/models/one?id=quiet-model");
        await page.Locator("#find").FillAsync("");
        await page.Locator("#which").SelectOptionAsync(new SelectOptionValue { Label = "Without a price" });
        await Assertions.Expect(rows).ToHaveCountAsync(1);

        // Three requests of a million words at $3.00, twice as dear; one whose price nobody knows is named.
        await page.Locator("#which").SelectOptionAsync(new SelectOptionValue { Label = "All models" });
        await page.Locator("#factor").FillAsync("twice");
        await page.Locator("#run-simulation").ClickAsync();
        await Assertions.Expect(page.Locator("#factor-error")).Not.ToBeEmptyAsync();
        await page.Locator("#factor").FillAsync("2");
        await page.Locator("#run-simulation").ClickAsync();
        var total = page.Locator("#simulated-models .prices-total");
        await Assertions.Expect(total).ToContainTextAsync("+$9.00");
        await Assertions.Expect(total).ToContainTextAsync("+100.00 %");
        await Assertions.Expect(page.Locator("table[aria-labelledby=uncomputed]")).ToContainTextAsync("req_foreign");
        await LookAsync(owner, "prices-simulated");

        await owner.OpenLiveAsync("/console/prices/import");
        await page.Locator("#compare").ClickAsync();
        await Assertions.Expect(page.Locator("#prices-file-error")).ToHaveTextAsync("Choose a file, or paste a list.");
        await page.Locator(".prices-paste summary").ClickAsync();
        await page.Locator("#prices-text").FillAsync("{}");
        await page.Locator("#compare").ClickAsync();
        await Assertions.Expect(page.Locator("#prices-file-error")).ToContainTextAsync("cannot be read as a price list");

        // Larger than any one message of the socket. Typing that much would take a browser a minute.
        await page.Locator("#prices-text").EvaluateAsync("(field, text) => { field.value = text; }", List(3000));
        await page.Locator("#compare").ClickAsync();
        var diff = page.Locator(".prices-diff tbody tr");
        await Assertions.Expect(diff).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Models of the list that nobody here has: 3,000");
        await Assertions.Expect(diff.Filter(new() { HasText = "quiet-model" })).ToContainTextAsync("+10.00 %");
        await Assertions.Expect(page.GetByLabel("Take the price of quiet-model")).ToBeCheckedAsync();
        await Assertions.Expect(page.GetByLabel("Take the price of large-model")).Not.ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#write-prices")).ToHaveTextAsync("Write prices: 2");
        await page.Locator("#run-simulation").ClickAsync();
        await Assertions.Expect(total).ToContainTextAsync("+$0.90");
        await LookAsync(owner, "prices-compared");

        // What is ticked differs from what was calculated: the result goes.
        await page.GetByLabel("Take the price of unpriced-model").UncheckAsync();
        await Assertions.Expect(total).ToHaveCountAsync(0);

        // Somebody is faster.
        await PriceAsync(server, new ModelRow { Id = "other-model", Price = new ModelPrice { Free = true } });
        await page.Locator("#write-prices").ClickAsync();
        await Assertions.Expect(page.Locator(".prices-end")).ToContainTextAsync("Nothing was written");
        Assert.Equal(3 * Dollar, await InputAsync(server, "quiet-model"));
        await page.Locator("#compare-again").ClickAsync();
        await Assertions.Expect(page.Locator("#write-prices")).ToBeEnabledAsync();
        await page.GetByLabel("Take the price of large-model").CheckAsync();
        await page.GetByLabel("Take the price of unpriced-model").UncheckAsync();
        await page.Locator("#write-prices").ClickAsync();
        await Assertions.Expect(diff).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("Prices written: 2.");
        Assert.Equal((3 * Dollar + 300_000_000, 4 * Dollar), (await InputAsync(server, "quiet-model"), await InputAsync(server, "large-model")));

        // What is left, out of a file and for later.
        var later = server.Time.GetUtcNow().AddDays(40);
        await owner.OpenLiveAsync("/console/prices/import");
        await page.Locator("#prices-file").SetInputFilesAsync(new FilePayload { Name = "api.json", MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes("""{"acme": {"models": {"unpriced-model": {"cost": {"input": 1, "output": 2}}}}}""") });
        await page.Locator("#prices-from").FillAsync(later.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await page.Locator("#compare").ClickAsync();
        await Assertions.Expect(diff).ToHaveCountAsync(1);
        await page.Locator("#write-prices").ClickAsync();
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("They begin on");
        await owner.OpenLiveAsync("/console/prices");
        await Assertions.Expect(rows.First).ToContainTextAsync("$1.00 / $2.00");
        Assert.Empty(owner.Complaints);
    }

    private static string List(int strangers)
    {
        var list = new StringBuilder(
            """
            {"quiet-model": {"litellm_provider": "acme", "input_cost_per_token": 3.3e-06, "output_cost_per_token": 1.5e-05, "cache_read_input_token_cost": 3e-07},
             "large-model": {"litellm_provider": "acme", "input_cost_per_token": 4e-06, "output_cost_per_token": 8e-06},
             "unpriced-model": {"litellm_provider": "acme", "input_cost_per_token": 1e-06},
             "test-model": {"litellm_provider": "acme", "input_cost_per_token": 0.0}
            """);
        for (var i = 0; i < strangers; i++) list.Append(CultureInfo.InvariantCulture, $",\n\"stranger-{i:0000}\": {{\"litellm_provider\": \"else\", \"input_cost_per_token\": 1e-06}}");
        return list.Append('}').ToString();
    }

    private static Task<bool> PriceAsync(GatewayServer server, ModelRow row) => server.Services.GetRequiredService<ICatalogStore>().EditAsync<bool>(
        _ => ([new RowChange(row, null)], true), AuditNote.OfCommand("model.create"), TestContext.Current.CancellationToken);

    private static async Task<long?> InputAsync(GatewayServer server, string model) =>
        (await server.Services.GetRequiredService<ICatalogStore>().LoadAsync(TestContext.Current.CancellationToken)).Models.Single(row => row.Id == model).Price!.Input;

    private static async Task SpendAsync(GatewayServer server)
    {
        var version = (await server.Services.GetRequiredService<IPriceStore>().CurrentAsync(TestContext.Current.CancellationToken)).Single(price => price.Model == "quiet-model");
        var account = await Traffic.AccountAsync(server, PageRig.Owner);
        var usage = new Usage { UncachedInput = 1_000_000 };
        var cost = PriceEngine.Cost(new PinnedPrice(version, PinnedPrice.Par), new BilledUsage(usage)).Nanos;
        await server.Services.GetRequiredService<IUsageStore>().InsertAsync(
            [
                .. new[] { "req_1", "req_2", "req_3", "req_foreign" }.Select((id, number) => new UsageRecord
                {
                    RequestId = id,
                    StartedAt = server.Time.GetUtcNow().AddDays(-number - 1),
                    AccountId = account,
                    Group = "everyone",
                    Model = "quiet-model",
                    Upstream = "simulator",
                    Protocol = Protocol.Messages,
                    Operation = Operation.Chat,
                    Status = 200,
                    Outcome = UsageOutcome.Completed,
                    Usage = usage,
                    UsageSource = UsageSource.Reported,
                    Attempts = 1,
                    Charge = new UsageCharge { WalletId = account, CostNanos = cost, FromWalletNanos = cost, PriceVersion = id == "req_foreign" ? "of another gateway" : version.Id, MultiplierPpm = PinnedPrice.Par },
                }),
            ],
            TestContext.Current.CancellationToken);
    }

    private static async Task LookAsync(Visitor visitor, string name)
    {
        foreach (var width in (int[])[1440, 390])
        {
            await visitor.Page.SetViewportSizeAsync(width, 900);
            await Pictures.KeepAsync(visitor.Page, $"{name}-{width}");
            var over = await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(over <= 0, $"{name} is {over} pixels wider than {width}");
            if (width == 390) continue;
            var found = (await visitor.Page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical").ToList();
            Assert.True(found.Count == 0, $"{name} {width}: {string.Join("; ", found.Select(one => $"{one.Id}: {string.Join(", ", one.Nodes.Select(node => node.Html))}"))}");
        }

        await visitor.Page.SetViewportSizeAsync(1440, 900);
    }
}
