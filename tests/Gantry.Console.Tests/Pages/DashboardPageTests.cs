using System.Net;
using Gantry.Console.Tests.Rig;
using Gantry.Simulator;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>Administrators see what passed, what it earned and what failed; nobody else does.</summary>
public sealed class DashboardPageTests(Chromium chromium)
{
    // A request: $0.001 of the wallet, of which the upstream takes $0.0004.
    private static string Configuration(Uri simulator) =>
        $$"""
        upstreams:
          - {name: first-upstream, provider: simulator, base_url: '{{simulator}}', api_keys: [simulated], allow_private_network: true}
        models:
          - {id: good, price: {input: 5.00, output: 10.00} }
          - {id: bad, price: {free: true} }
        groups:
          - name: everyone
            deployments:
              - {model: good, upstream: first-upstream, upstream_model: sim-text-usage-in100-out50, cost: {input: 2.00, output: 4.00} }
              - {model: bad, upstream: first-upstream, upstream_model: sim-text-fault-400}
        """;

    [Fact]
    public async Task Dashboard_shows_real_traffic_money_failures_and_upstreams()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var server = await GatewayServer.StartAsync(Configuration(simulator.BaseUrl));
        await using var owner = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        using var client = new PlainClient(server.Address);
        await PageRig.SetUpOwnerAsync(owner);
        var page = owner.Page;
        await owner.OpenLiveAsync("/console/dashboard");
        await owner.ReadsAsync("Nothing was sent in this time.");

        await Traffic.CreditAsync(server, PageRig.Owner, 1);
        await owner.OpenLiveAsync("/console/token?new=1");
        await owner.FillAsync("Name", "laptop");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var secret = await page.Locator("#new-key").InnerTextAsync();
        await Traffic.KnownAsync(client, secret);
        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, await Traffic.AskAsync(client, secret, "good"));
        Assert.Equal(HttpStatusCode.BadRequest, await Traffic.AskAsync(client, secret, "bad"));
        await Traffic.SettledAsync(server, 4);

        await owner.OpenLiveAsync("/console/dashboard");
        await FigureAsync(page, "Requests", "4");
        await FigureAsync(page, "Error rate", "25%");
        await FigureAsync(page, "Tokens", "450");
        await FigureAsync(page, "Revenue", "$0.003");
        await FigureAsync(page, "Upstream cost", "$0.0012");
        await FigureAsync(page, "Margin", "$0.0018");
        Assert.Matches(@"^\d.* (ms|s)$", await page.GetByRole(AriaRole.Region, new() { Name = "Time to first token", Exact = true }).Locator(".figure").InnerTextAsync());
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Failures" }).Locator("tbody tr")).ToContainTextAsync("400");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Upstreams now" }).Locator("tbody tr").First).ToContainTextAsync("first-upstream");
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Accounts by revenue" })).ToContainTextAsync(PageRig.Owner);

        await page.GetByRole(AriaRole.Button, new() { Name = "30 days" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "30 days" })).ToHaveAttributeAsync("aria-pressed", "true");
        var chart = page.GetByRole(AriaRole.Figure, new() { Name = "Requests" });
        await chart.Locator("summary").ClickAsync();
        await Assertions.Expect(chart.Locator("tbody tr")).ToHaveCountAsync(30);
        await Assertions.Expect(chart.Locator("tbody tr").First.Locator("td")).ToHaveTextAsync(["3", "1"]);
        await FigureAsync(page, "Revenue", "$0.003");

        await using var user = await chromium.VisitAsync(server);
        await PageRig.AddUserAsync(server, user);
        await user.OpenAsync("/console/dashboard");
        await user.ReadsAsync("No such page");
        Assert.Equal(0, await user.Page.GetByRole(AriaRole.Link, new() { Name = "Dashboard" }).CountAsync());
        Assert.Empty(owner.Complaints.Concat(user.Complaints));
    }

    private static async Task FigureAsync(IPage page, string name, string figure) =>
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true }).Locator(".figure")).ToHaveTextAsync(figure);
}
