using Gantry.Console.Tests.Rig;
using Gantry.Simulator;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>A fault is armed, the gateway is asked, and the page shows what it did: another upstream, or an error that costs nothing.</summary>
public sealed class SimulatorPageTests(Chromium chromium)
{
    [Fact]
    public async Task Fault_is_armed_met_explained_and_cleared()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var backup = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var server = await GatewayServer.StartAsync(Configuration(simulator.BaseUrl, backup.BaseUrl));
        await using var owner = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        await PageRig.SetUpOwnerAsync(owner);
        await Traffic.CreditAsync(server, PageRig.Owner, 5);
        var page = owner.Page;
        await owner.OpenLiveAsync("/console/simulator?name=primary");
        await owner.ReadsAsync("Nothing: the simulator answers as it should.");

        // The first try fails, the second upstream serves.
        await page.Locator("#fault").SelectOptionAsync("server_error");
        await owner.FillAsync("For the next requests", "many");
        await page.Locator("#arm-fault").ClickAsync();
        await Assertions.Expect(page.Locator("#count-error")).ToHaveTextAsync("Write a whole number.");
        await owner.FillAsync("For the next requests", "3");
        await page.GetByRole(AriaRole.Region, new() { Name = "Arm a fault" }).GetByLabel("Model").SelectOptionAsync("echo");
        await page.Locator("#arm-fault").ClickAsync();
        var armed = page.Locator("table.simulator-armed tbody tr");
        await Assertions.Expect(armed).ToContainTextAsync("Server error (500)");
        await Assertions.Expect(armed.Locator("td").Last).ToHaveTextAsync("3");
        await page.Locator("#ask").ClickAsync();
        await Assertions.Expect(page.Locator("#served-by")).ToHaveTextAsync("backup");
        await Assertions.Expect(page.Locator("#seen")).ToContainTextAsync("HTTP 200");
        Assert.NotEqual("1", await page.Locator("#tries").InnerTextAsync());
        await Assertions.Expect(page.Locator("#charged")).Not.ToHaveTextAsync("$0.00");
        await Assertions.Expect(armed.Locator("td").Last).Not.ToHaveTextAsync("3");
        await Pictures.KeepAsync(page, "simulator-served");
        await page.Locator("#clear").ClickAsync();
        await owner.ReadsAsync("Nothing: the simulator answers as it should.");
        await Assertions.Expect(page.Locator("#refresh")).ToBeFocusedAsync();
        Assert.Equal(0, simulator.Scripts.Pending);

        // A model that no other upstream has: the client gets the error, and nothing is charged.
        await page.Locator("#fault").SelectOptionAsync("rate_limited");
        await owner.FillAsync("Retry-After, in seconds", "5");
        await owner.FillAsync("For the next requests", "100");
        await page.GetByRole(AriaRole.Region, new() { Name = "Arm a fault" }).GetByLabel("Model").SelectOptionAsync("lonely");
        await page.Locator("#arm-fault").ClickAsync();
        await Assertions.Expect(armed).ToContainTextAsync("Retry-After: 5");
        await page.GetByRole(AriaRole.Region, new() { Name = "Ask the gateway" }).GetByLabel("Model").SelectOptionAsync("lonely");
        await page.GetByLabel("Protocol").SelectOptionAsync("messages");
        await page.Locator("#ask").ClickAsync();
        await Assertions.Expect(page.Locator("#seen")).ToContainTextAsync("HTTP 429");
        await Assertions.Expect(page.Locator("#charged")).ToHaveTextAsync("$0.00");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("^req_") }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("primary");

        await using var user = await chromium.VisitAsync(server);
        await PageRig.AddUserAsync(server, user);
        await user.OpenAsync("/console/simulator");
        await user.SeesAsync("No such page");
        // The page has read the answer to its end a moment before the browser calls the request finished, if it ever does: leaving between the two breaks it off.
        Assert.Empty(owner.Complaints
            .Where(complaint => !complaint.Contains("429", StringComparison.Ordinal) && !complaint.EndsWith("/v1/messages: net::ERR_ABORTED", StringComparison.Ordinal))
            .Concat(user.Complaints));
    }

    [Fact]
    public async Task Gateway_without_a_simulator_says_how_to_have_one()
    {
        await using var server = await GatewayServer.StartAsync();
        await using var owner = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        await PageRig.SetUpOwnerAsync(owner);
        await owner.OpenLiveAsync("/console/simulator");
        await owner.ReadsAsync("gantry simulator --urls");
        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Add the upstream" }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByLabel("Address")).ToHaveValueAsync("http://127.0.0.1:9000");
        Assert.Empty(owner.Complaints);
    }

    private static string Configuration(Uri simulator, Uri backup) =>
        $$"""
        upstreams:
          - {name: primary, provider: simulator, base_url: '{{simulator}}', api_keys: [simulated], allow_private_network: true}
          - {name: backup, provider: simulator, base_url: '{{backup}}', api_keys: [simulated], allow_private_network: true}
        models:
          - {id: echo, price: {input: 3.00, output: 15.00} }
          - {id: lonely, price: {input: 3.00, output: 15.00} }
        groups:
          - name: everyone
            deployments:
              - {model: echo, upstream: primary, upstream_model: echo, priority: 0}
              - {model: echo, upstream: backup, upstream_model: echo, priority: 1}
              - {model: lonely, upstream: primary, upstream_model: lonely}
        settings: {active_probes: false}
        """;
}
