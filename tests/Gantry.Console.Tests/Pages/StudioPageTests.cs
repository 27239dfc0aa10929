using System.Text;
using System.Text.RegularExpressions;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Console.Tests.Rig;
using Gantry.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>Pictures are drawn, changed under a mask, kept, and deleted; what they will cost is said before, what they cost after.</summary>
public sealed class StudioPageTests(Chromium chromium)
{
    [Fact]
    public async Task Pictures_are_drawn_changed_kept_and_deleted_with_their_cost()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var server = await GatewayServer.StartAsync(Configuration(simulator.BaseUrl));
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await using var visitor = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        await PageRig.AddUserAsync(server, visitor);
        await FillWalletAsync(server, visitor);
        var page = visitor.Page;
        var pictures = page.Locator(".picture[data-id]");
        await visitor.OpenLiveAsync("/console/images");
        await Assertions.Expect(page.Locator("#model optgroup").First.Locator("option")).ToHaveTextAsync(["drawer", "slow-drawer"]);
        await visitor.ReadsAsync("No pictures yet");

        // Without a wish nothing is sent; the price list says what one costs.
        await page.GetByRole(AriaRole.Button, new() { Name = "Draw", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#prompt-error")).ToHaveTextAsync("Say what to draw.");
        await page.GetByLabel("Quality").SelectOptionAsync("high");
        await page.GetByLabel("Size").SelectOptionAsync("1024x1024");
        await Assertions.Expect(page.Locator("[data-part=estimate]")).ToHaveTextAsync("About $0.1664");

        // One that grows, as a stream.
        await page.GetByLabel("What to draw").FillAsync("a lighthouse");
        await page.GetByRole(AriaRole.Button, new() { Name = "Draw", Exact = true }).ClickAsync();
        await Assertions.Expect(pictures).ToHaveCountAsync(1);
        await Assertions.Expect(pictures.First.Locator(".cost")).ToHaveTextAsync(new Regex(@"^\$0\.0\d+$"));
        Assert.Contains("\"partial_images\":2", Encoding.UTF8.GetString(simulator.Record.Exchanges[^1].Body.Span), StringComparison.Ordinal);

        // Two at once, whole.
        await page.GetByLabel("How many").FillAsync("2");
        await page.GetByLabel("What to draw").FillAsync("two boats");
        await page.GetByRole(AriaRole.Button, new() { Name = "Draw", Exact = true }).ClickAsync();
        await Assertions.Expect(pictures).ToHaveCountAsync(3);
        await page.GetByLabel("How many").FillAsync("1");

        // Changed, under a mask that is painted.
        await page.GetByRole(AriaRole.Button, new() { Name = "Change this: a lighthouse" }).ClickAsync();
        var canvas = page.Locator("canvas");
        await Assertions.Expect(canvas).ToBeVisibleAsync();
        await canvas.ClickAsync();
        await page.GetByLabel("What to draw").FillAsync("a red lighthouse");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await Assertions.Expect(pictures).ToHaveCountAsync(4);
        var sent = simulator.Record.Exchanges[^1];
        Assert.EndsWith("/images/edits", sent.Target, StringComparison.Ordinal);
        var form = Encoding.Latin1.GetString(sent.Body.Span);
        Assert.Contains("name=\"image\"", form, StringComparison.Ordinal);
        Assert.Contains("name=\"mask\"", form, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete a lighthouse.png" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-part=masking]")).ToBeHiddenAsync();
        await Pictures.KeepAsync(page, "studio-pictures");

        // One that is cancelled.
        await page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync("slow-drawer");
        await page.GetByLabel("What to draw").FillAsync("an ocean");
        await page.GetByRole(AriaRole.Button, new() { Name = "Draw", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(page.Locator(".picture .alert")).ToContainTextAsync("Cancelled.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();

        // They are there again, until they are deleted.
        await visitor.OpenLiveAsync("/console/images");
        await Assertions.Expect(pictures).ToHaveCountAsync(4);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete: a red lighthouse" }).ClickAsync();
        await Assertions.Expect(pictures).ToHaveCountAsync(3);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete all" }).ClickAsync();
        await Assertions.Expect(pictures).ToHaveCountAsync(0);
        await visitor.OpenLiveAsync("/console/images");
        await visitor.ReadsAsync("No pictures yet");
        await Assertions.Expect(pictures).ToHaveCountAsync(0);
        Assert.EndsWith("/v1/images/generations: net::ERR_ABORTED", Assert.Single(visitor.Complaints), StringComparison.Ordinal);
    }

    private static async Task FillWalletAsync(GatewayServer server, Visitor visitor)
    {
        var code = Assert.Single(await server.Services.GetRequiredService<IVoucherStore>().CreateAsync(new VoucherRequest(new Money(20_000_000_000), 1, null, "test"), 1, TestContext.Current.CancellationToken)).Code;
        await visitor.OpenLiveAsync("/console/topup");
        await visitor.FillAsync("Redemption code", code);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Use code" }).ClickAsync();
        await Assertions.Expect(visitor.Page.Locator("#balance")).ToHaveTextAsync("$20.00");
    }

    private static string Configuration(Uri simulator) =>
        $$"""
        upstreams:
          - {name: simulator, provider: simulator, base_url: '{{simulator}}', api_keys: [simulated], allow_private_network: true}
        models:
          - {id: drawer, kind: image, price: {input: 5.00, output: 40.00, image_input: 10.00, image_output: 40.00} }
          - {id: slow-drawer, kind: image, price: {input: 5.00, output: 40.00, image_input: 10.00, image_output: 40.00} }
          - {id: talk, price: {input: 3.00, output: 15.00} }
        groups:
          - name: everyone
            deployments:
              - {model: drawer, upstream: simulator, upstream_model: drawer}
              - {model: slow-drawer, upstream: simulator, upstream_model: sim-text-d60000}
              - {model: talk, upstream: simulator, upstream_model: talk}
        """;
}
