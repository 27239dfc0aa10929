using System.Net;
using Gantry.Announcements;
using Gantry.Audit;
using Gantry.Console.Tests.Rig;
using Gantry.Simulator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>From nothing to a first answer by what the page says, and the figures of real requests.</summary>
public sealed class OverviewPageTests(Chromium chromium)
{
    // 400 prompt tokens, 300 of them out of a cache, and 50 of answer: $0.000375 by these prices.
    private static string Configuration(Uri simulator) =>
        $$"""
        upstreams:
          - {name: simulator, provider: simulator, base_url: '{{simulator}}', api_keys: [simulated], allow_private_network: true}
        models:
          - {id: good, price: {input: 2.00, output: 2.00, cache_read: 0.25} }
          - {id: bad, price: {free: true} }
        groups:
          - name: everyone
            deployments:
              - {model: good, upstream: simulator, upstream_model: sim-text-usage-in100-cr300-out50}
              - {model: bad, upstream: simulator, upstream_model: sim-text-fault-400}
        """;

    [Fact]
    public async Task Guide_ticks_itself_up_to_the_first_answer_and_figures_follow()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var server = await GatewayServer.StartAsync(Configuration(simulator.BaseUrl));
        await using var visitor = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        using var client = new PlainClient(server.Address);
        await PageRig.SetUpOwnerAsync(visitor);
        var page = visitor.Page;
        await visitor.OpenLiveAsync("/console");
        await Assertions.Expect(page.Locator(".done-step")).ToHaveCountAsync(0);
        await visitor.ReadsAsync("Nothing is left");
        Assert.Equal("/console/connect", await page.GetByRole(AriaRole.Link, new() { Name = "Show me how" }).GetAttributeAsync("href"));

        await Traffic.CreditAsync(server, PageRig.Owner, 1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Create an API key" }).ClickAsync();
        await visitor.FillAsync("Name", "laptop");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var secret = await page.Locator("#new-key").InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I have kept it" }).ClickAsync();
        await visitor.OpenLiveAsync("/console");
        await Assertions.Expect(page.Locator(".done-step")).ToHaveCountAsync(1);
        await Pictures.KeepAsync(page, "overview-guide");

        // The page stays open: what happens elsewhere ticks its steps.
        await Traffic.KnownAsync(client, secret);
        Assert.Equal(HttpStatusCode.BadRequest, await Traffic.AskAsync(client, secret, "bad"));
        await Assertions.Expect(page.Locator(".done-step")).ToHaveCountAsync(2);
        Assert.Equal(HttpStatusCode.OK, await Traffic.AskAsync(client, secret, "good"));
        await Assertions.Expect(page.Locator(".done-step")).ToHaveCountAsync(3);
        await visitor.ReadsAsync("Everything works.");
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, await Traffic.AskAsync(client, secret, "good"));
        await Traffic.SettledAsync(server, 5);

        await visitor.OpenLiveAsync("/console");
        await Assertions.Expect(page.Locator("#start")).ToHaveCountAsync(0);
        await FigureAsync(page, "Balance", "$0.9985");
        await FigureAsync(page, "Spent today", "$0.0015");
        await FigureAsync(page, "Spent this month", "$0.0015");
        await FigureAsync(page, "Keys in use", "1");
        await FigureAsync(page, "Requests", "5");
        await FigureAsync(page, "Tokens", "1,800");
        await FigureAsync(page, "Cache hit rate", "75%");
        await FigureAsync(page, "Error rate", "20%");

        // The chart's own numbers, for whoever does not see it.
        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { Name = "Requests by day" })).ToBeVisibleAsync();
        var chart = page.GetByRole(AriaRole.Figure, new() { Name = "Requests by day" });
        await chart.Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(chart.GetByRole(AriaRole.Table).Locator("tbody tr").First.Locator("td")).ToHaveTextAsync(["4", "1"]);
        await Assertions.Expect(chart.GetByRole(AriaRole.Table).Locator("tbody tr")).ToHaveCountAsync(30);
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "By model, last 30 days" }).Locator("tbody tr").First).ToContainTextAsync("good");
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "By API key, last 30 days" }).Locator("tbody tr")).ToContainTextAsync("laptop");
        await page.GetByRole(AriaRole.Figure, new() { Name = "Spent by day" }).Locator(".find").Last.HoverAsync();
        await Assertions.Expect(page.Locator(".tip:visible")).ToContainTextAsync("$0.0015");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task S_20_Announcements_stand_on_top_as_text_with_the_document()
    {
        await using var server = await PageRig.StartAsync();
        await using var visitor = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(visitor);
        var now = server.Time.GetUtcNow();
        await server.Services.GetRequiredService<IAnnouncements>().SaveAsync(
            new Announcement { Id = Guid.CreateVersion7(now), Title = "Work tonight <img src=x onerror=alert(1)>", Text = "From 22:00.\n<script>alert(1)</script>", Level = AnnouncementLevel.Warning, From = now },
            AuditNote.OfCommand("announcement.create"),
            TestContext.Current.CancellationToken);
        await visitor.OpenLiveAsync("/console");
        await Assertions.Expect(visitor.Page.Locator(".notices h2")).ToHaveTextAsync("Work tonight <img src=x onerror=alert(1)>");
        await Assertions.Expect(visitor.Page.Locator(".notices p")).ToContainTextAsync("<script>alert(1)</script>");
        Assert.Equal(0, await visitor.Page.Locator("main img").CountAsync());
        Assert.Empty(visitor.Complaints);
    }

    private static async Task FigureAsync(IPage page, string name, string figure) =>
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true }).Locator(".figure")).ToHaveTextAsync(figure);
}
