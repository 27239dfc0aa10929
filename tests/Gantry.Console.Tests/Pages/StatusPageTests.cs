using System.Net;
using Deque.AxeCore.Playwright;
using Gantry.Console.Tests.Rig;
using Gantry.Simulator;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>The status page: who may see it, what it says of real traffic, and that it needs no circuit.</summary>
public sealed class StatusPageTests(Chromium chromium)
{
    private static string Configuration(Uri simulator, string settings) =>
        $$"""
        settings: {active_probes: false, {{settings}} }
        upstreams:
          - {name: secret-vendor, provider: simulator, base_url: '{{simulator}}', api_keys: [simulated], allow_private_network: true}
        models:
          - {id: good, price: {free: true} }
          - {id: bad, price: {free: true} }
          - {id: quiet, price: {free: true} }
        groups:
          - name: everyone
            description: For all of us
            deployments:
              - {model: good, upstream: secret-vendor, upstream_model: sim-text}
              - {model: bad, upstream: secret-vendor, upstream_model: sim-text-fault-502}
              - {model: quiet, upstream: secret-vendor, upstream_model: sim-text}
        accounts:
          - {email: client@example.com, role: user, keys: [{name: client, secret: sk-client-0123456789abcdef, groups: [everyone]}]}
        """;

    [Fact]
    public async Task Status_is_public_by_a_setting_and_says_how_models_do()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var server = await GatewayServer.StartAsync(Configuration(simulator.BaseUrl, "status_public: true"));
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        using var client = new PlainClient(server.Address);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await Traffic.AskAsync(client, "sk-client-0123456789abcdef", "good"));
            await Traffic.AskAsync(client, "sk-client-0123456789abcdef", "bad");
        }

        await Traffic.SettledAsync(server, 8);
        await using var stranger = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        var page = stranger.Page;
        Assert.Equal(200, await stranger.OpenAsync("/status"));
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(3);
        await Row("bad").IsVisibleAsync();
        await Assertions.Expect(Row("bad")).ToContainTextAsync("Down");
        await Assertions.Expect(Row("good")).ToContainTextAsync("Operational");
        await Assertions.Expect(Row("good")).ToContainTextAsync("100% answered");
        await Assertions.Expect(Row("good")).ToContainTextAsync("first token after");
        await Assertions.Expect(Row("quiet")).ToContainTextAsync("No traffic");
        await Assertions.Expect(Row("good").GetByRole(AriaRole.Img, new() { Name = "good, the last 24 hours: No traffic 23, Operational 1" })).ToBeVisibleAsync();
        var content = await page.ContentAsync();
        foreach (var hidden in (string[])["secret-vendor", "sim-text", "example.com", "_blazor", "style="]) Assert.DoesNotContain(hidden, content, StringComparison.Ordinal);
        foreach (var width in (int[])[1440, 390])
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await Pictures.KeepAsync(page, $"status-{scheme.ToString().ToLowerInvariant()}-{width}");
                var found = (await page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical").ToList();
                Assert.True(found.Count == 0, $"{width}: {string.Join("; ", found.Select(one => $"{one.Id}: {string.Join(", ", one.Nodes.Select(node => node.Html))}"))}");
            }

            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"{width}");
        }

        await using var chinese = await chromium.VisitAsync(server, new() { Locale = "zh-CN" });
        await chinese.OpenAsync("/status");
        await chinese.SeesAsync("服务状态");
        Assert.Empty(stranger.Complaints.Concat(chinese.Complaints));

        ILocator Row(string model) => page.Locator("tbody tr").Filter(new() { Has = page.GetByText(model, new() { Exact = true }) });
    }

    [Fact]
    public async Task Status_is_for_people_who_are_signed_in_unless_it_is_public()
    {
        await using var server = await GatewayServer.StartAsync(Configuration(new Uri("http://127.0.0.1:9"), "pricing_public: true"));
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await owner.OpenLiveAsync("/console");
        await owner.Page.GetByRole(AriaRole.Link, new() { Name = "Status", Exact = true }).ClickAsync();
        await owner.SeesAsync("Status");
        await owner.ReadsAsync("No traffic");
        await using var stranger = await chromium.VisitAsync(server);
        await stranger.OpenAsync("/status");
        await stranger.SeesAsync("Sign in");
        Assert.Equal("/console/sign-in?returnUrl=%2Fstatus", stranger.Path);
        Assert.Empty(owner.Complaints.Concat(stranger.Complaints));
    }
}
