using System.Text.RegularExpressions;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Console.Tests.Rig;
using Gantry.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>A conversation in each protocol against the simulator: text, tools, pictures, errors, and what is broken off; every answer with its bill.</summary>
public sealed class PlaygroundPageTests(Chromium chromium)
{
    // One red pixel.
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    [Fact]
    public async Task People_talk_call_tools_show_pictures_stop_and_see_what_it_cost()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var server = await GatewayServer.StartAsync(Configuration(simulator.BaseUrl));
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await using var visitor = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce, Permissions = ["clipboard-read", "clipboard-write"] });
        await PageRig.AddUserAsync(server, visitor);
        await FillWalletAsync(server, visitor);
        var page = visitor.Page;
        await visitor.OpenLiveAsync("/console/playground");
        await Assertions.Expect(page.Locator("#model option")).ToHaveCountAsync(3);
        var display = await page.Locator("#tryout-key").InnerTextAsync();
        await page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync("talk");

        foreach (var (protocol, path) in ((string, string)[])[("chat", "/v1/chat/completions"), ("responses", "/v1/responses"), ("messages", "/v1/messages"), ("gemini", ":streamGenerateContent")])
        {
            await page.GetByLabel("Protocol").SelectOptionAsync(protocol);
            await SayAsync(page, $"[[say <b>Good day</b> from {protocol}]]");
            await Assertions.Expect(Last(page).Locator(":scope > .said")).ToHaveTextAsync($"<b>Good day</b> from {protocol}");
            await BilledAsync(page);
            await Assertions.Expect(page.Locator("[data-part=request]")).ToContainTextAsync(path);
            await Assertions.Expect(page.Locator("[data-part=request]")).ToContainTextAsync("YOUR_KEY");
            await Assertions.Expect(page.Locator("[data-part=response]")).ToContainTextAsync("data: {");
            await Assertions.Expect(page.Locator("[data-part=response]")).ToContainTextAsync("x-gantry-cost-usd");

            // A tool, answered by hand; the answer goes on.
            await UseToolAsync(page);
            await SayAsync(page, "[[call get_weather {\"city\":\"Paris\"}]]");
            await Assertions.Expect(Last(page).Locator(".call")).ToContainTextAsync("Paris");
            await Last(page).GetByLabel("Result of get_weather").FillAsync("sunny");
            await Last(page).GetByRole(AriaRole.Button, new() { Name = "Send results" }).ClickAsync();
            await Assertions.Expect(page.Locator("[data-part=request]")).ToContainTextAsync("sunny");
            await BilledAsync(page);

            await page.GetByRole(AriaRole.Button, new() { Name = "Start anew" }).ClickAsync();
            await Assertions.Expect(page.Locator(".turn")).ToHaveCountAsync(0);
            await page.Locator("[data-part=file]").SetInputFilesAsync(new FilePayload { Name = "red.png", MimeType = "image/png", Buffer = Convert.FromBase64String(Png) });
            await Assertions.Expect(page.Locator(".attached")).ToHaveCountAsync(1);
            await SayAsync(page, "[[say a picture]]");
            await Assertions.Expect(page.Locator(".turn.user img")).ToHaveAttributeAsync("alt", "red.png");
            await BilledAsync(page);
            await Assertions.Expect(page.Locator("[data-part=request]")).ToContainTextAsync(Png[..40]);
            await page.GetByRole(AriaRole.Button, new() { Name = "Start anew" }).ClickAsync();
        }

        // Whole, not streamed; as curl without the key.
        await page.GetByLabel("Protocol").SelectOptionAsync("chat");
        await page.GetByLabel("Stream the answer").UncheckAsync();
        await SayAsync(page, "[[say all at once]]");
        await Assertions.Expect(Last(page).Locator(":scope > .said")).ToHaveTextAsync("all at once");
        await BilledAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy as curl" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-part=said]")).ToHaveTextAsync("Copied");
        Assert.Matches("^curl -N 'http://localhost:[0-9]+/v1/chat/completions'", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await Pictures.KeepAsync(page, "playground-talk");
        await page.GetByLabel("Stream the answer").CheckAsync();

        // What is broken off is billed for what had come.
        await page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync("slow");
        await SayAsync(page, "Go on and on");
        await Assertions.Expect(Last(page).Locator(":scope > .said")).Not.ToBeEmptyAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Assertions.Expect(Last(page)).ToContainTextAsync("You stopped it.");
        await BilledAsync(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true })).ToBeEnabledAsync();

        // An error as it came, with whose it is, and another try.
        await page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync("broken");
        await SayAsync(page, "Hello?");
        await Assertions.Expect(Last(page).GetByRole(AriaRole.Alert)).ToContainTextAsync(new Regex("HTTP 4[0-9]{2}.*Origin:"));
        await page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync("talk");
        await Last(page).GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await BilledAsync(page);

        // The key is among the others, and nowhere in the page; when the page is left it is revoked.
        Assert.DoesNotMatch("sk-[A-Za-z0-9]{20,}", await page.ContentAsync());
        Assert.Equal("0,0", await page.EvaluateAsync<string>("`${localStorage.length},${sessionStorage.length}`"));
        await page.Locator("nav").GetByRole(AriaRole.Link, new() { Name = "API keys" }).ClickAsync();
        await visitor.LiveAsync();
        await page.GetByLabel("Show").SelectOptionAsync("");
        await Assertions.Expect(page.Locator("tbody tr").Filter(new() { HasText = display })).ToContainTextAsync("Playground");
        while (!(await page.Locator("tbody tr").Filter(new() { HasText = display }).InnerTextAsync()).Contains("revoked", StringComparison.OrdinalIgnoreCase))
        {
            await visitor.OpenLiveAsync("/console/token");
            await page.GetByLabel("Show").SelectOptionAsync("");
        }

        // What was stopped is the one request that failed.
        Assert.EndsWith("/v1/chat/completions: net::ERR_ABORTED", Assert.Single(visitor.Complaints), StringComparison.Ordinal);
    }

    private static ILocator Last(IPage page) => page.Locator(".turn.assistant").Last;

    private static async Task SayAsync(IPage page, string text)
    {
        await page.GetByLabel("Your message").FillAsync(text);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task UseToolAsync(IPage page)
    {
        if (!await page.Locator("#tools").IsVisibleAsync()) await page.GetByText("Tools", new() { Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Fill in an example" }).ClickAsync();
    }

    private static Task BilledAsync(IPage page) => Assertions.Expect(Last(page).Locator(".meta")).ToContainTextAsync(new Regex(@"\$0\.0\d+ · \d+ in"));

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
          - {id: talk, price: {input: 3.00, output: 15.00} }
          - {id: slow, price: {input: 3.00, output: 15.00} }
          - {id: broken, price: {input: 3.00, output: 15.00} }
        groups:
          - name: everyone
            deployments:
              - {model: talk, upstream: simulator, upstream_model: talk}
              - {model: slow, upstream: simulator, upstream_model: sim-text-n5000-i20}
              - {model: broken, upstream: simulator, upstream_model: sim-text-fault-400}
        """;
}
