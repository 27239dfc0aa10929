using System.Text;
using Gantry.Console.Tests.Rig;
using Gantry.Simulator;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>A client is chosen, gets a key, and its first requests are judged as they arrive.</summary>
public sealed class ConnectPageTests(Chromium chromium)
{
    private static readonly BrowserNewContextOptions Clipboard = new() { Permissions = ["clipboard-read", "clipboard-write"], ReducedMotion = ReducedMotion.Reduce };

    [Fact]
    public async Task Key_is_made_mistakes_are_named_and_the_panel_turns_green()
    {
        await using var simulator = await SimulatorServer.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        await using var server = await GatewayServer.StartAsync(Configuration(simulator.BaseUrl));
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await using var visitor = await chromium.VisitAsync(server, Clipboard);
        await PageRig.AddUserAsync(server, visitor);
        using var client = new PlainClient(server.Address);
        var page = visitor.Page;

        await visitor.OpenLiveAsync("/console/connect");
        await page.GetByLabel("Find a client").FillAsync("claude c");
        await Assertions.Expect(page.Locator(".client")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Link, new() { Name = "Claude Code" }).First.ClickAsync();
        await visitor.SeesAsync("Claude Code");
        await visitor.LiveAsync();
        await Assertions.Expect(page.Locator(".arrivals")).ToHaveAttributeAsync("data-state", "waiting");
        await Assertions.Expect(page.Locator("#model")).ToHaveValueAsync("claude-sonnet-5");
        await Assertions.Expect(page.Locator("#small-model")).ToHaveValueAsync("claude-haiku-5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Linux" }).ClickAsync();

        // Who copies without a key sends the placeholder, and is told so.
        var shell = page.Locator(".snippet pre", new() { HasText = "ANTHROPIC_BASE_URL" });
        var address = server.Address.ToString().TrimEnd('/');
        await Assertions.Expect(shell).ToContainTextAsync($"export ANTHROPIC_BASE_URL='{address}'");
        await AskAsync(client, "/v1/messages", Variable(await shell.InnerTextAsync(), "ANTHROPIC_AUTH_TOKEN"));
        await Assertions.Expect(page.Locator("#panel-fix")).ToContainTextAsync("Make a key above");
        await Assertions.Expect(page.Locator(".arrivals")).ToHaveAttributeAsync("data-state", "bad");

        await page.Locator("#make-key").ClickAsync();
        await Assertions.Expect(page.Locator("#held-key")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".arrivals")).ToHaveAttributeAsync("data-state", "waiting");
        var secret = Variable(await shell.InnerTextAsync(), "ANTHROPIC_AUTH_TOKEN");
        Assert.Equal(secret, await page.Locator("#held-key").InnerTextAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy step 2" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Copied" })).ToBeVisibleAsync();
        Assert.Contains(secret, await page.EvaluateAsync<string>("navigator.clipboard.readText()"), StringComparison.Ordinal);

        await AskAsync(client, "/v1/messages", $"\"{secret}\"");
        await Assertions.Expect(page.Locator("#panel-fix")).ToContainTextAsync("without quotation marks");
        await AskAsync(client, "/v1/messages", secret, "claude-sonet-5");
        await Assertions.Expect(page.Locator("#panel-fix")).ToContainTextAsync("claude-sonnet-5");
        await Pictures.KeepAsync(page, "connect-wrong");
        await AskAsync(client, "/v1/v1/messages", secret);
        await Assertions.Expect(page.Locator("#panel-fix")).ToContainTextAsync($"Set ANTHROPIC_BASE_URL to {address}.");
        await AskAsync(client, "/v1/messages", secret);
        await Assertions.Expect(page.Locator("#panel-what")).ToContainTextAsync("It works");
        await Assertions.Expect(page.Locator(".arrivals")).ToHaveAttributeAsync("data-state", "good");
        await Pictures.KeepAsync(page, "connect-green");
        await page.SetViewportSizeAsync(390, 900);
        await Pictures.KeepAsync(page, "connect-green-390");
        await page.SetViewportSizeAsync(1440, 900);

        // Another client's page knows the key as well; leaving the circuit forgets it.
        await page.GetByRole(AriaRole.Link, new() { Name = "All clients" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Codex CLI" }).ClickAsync();
        await visitor.SeesAsync("Codex CLI");
        await Assertions.Expect(page.Locator("#held-key")).ToHaveTextAsync(secret);
        await visitor.OpenLiveAsync("/console/connect/codex");
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        await visitor.OpenLiveAsync("/console/token");
        await Assertions.Expect(page.Locator(".key-name")).ToHaveTextAsync(["Claude Code"]);
        Assert.Empty(visitor.Complaints);
    }

    private static string Variable(string shell, string name) => shell.Split('\n').Single(line => line.StartsWith($"export {name}=", StringComparison.Ordinal)).Split('\'')[1];

    private static async Task AskAsync(PlainClient client, string path, string key, string model = "claude-sonnet-5")
    {
        var body = $$"""{"model": "{{model}}", "max_tokens": 20, "messages": [{"role": "user", "content": "hi"}]}""";
        while (true)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await client.SendAsync(HttpMethod.Post, path, content, ("Authorization", "Bearer " + key), ("User-Agent", "claude-cli/2.1.329"));
            // A key that has just been made is in force within seconds.
            if ((int)answer.StatusCode != 401 || key.StartsWith("PUT-", StringComparison.Ordinal) || key.StartsWith('"')) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static string Configuration(Uri simulator) => $$"""
        upstreams:
          - {name: simulator, provider: simulator, base_url: '{{simulator}}', api_keys: [simulated], allow_private_network: true}
        models:
          - {id: claude-sonnet-5, price: {free: true} }
          - {id: claude-haiku-5, price: {free: true} }
        groups:
          - name: everyone
            deployments:
              - {model: claude-sonnet-5, upstream: simulator}
              - {model: claude-haiku-5, upstream: simulator}
        """;
}
