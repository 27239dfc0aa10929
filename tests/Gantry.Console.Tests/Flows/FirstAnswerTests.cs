using System.Diagnostics;
using Gantry.Console.Tests.Pages;
using Gantry.Console.Tests.Rig;
using Gantry.Simulator;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Flows;

/// <summary>A new user, a new gateway and a real Claude Code: what the screens say is done, and nothing else (docs/guide/first-model.md).</summary>
public sealed class FirstAnswerTests(Chromium chromium, ITestOutputHelper output) : IDisposable
{
    private const string Credential = "simulated-credential-0123456789";
    private static readonly TimeSpan ClientLimit = TimeSpan.FromMinutes(1);

    private readonly string _home = Directory.CreateTempSubdirectory("gantry-first-answer-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task From_the_first_start_to_an_answer_of_claude_code()
    {
        var claude = ClaudeCode();
        await using var provider = await SimulatorServer.StartAsync(new SimulatorOptions { RequiredKey = Credential }, TestContext.Current.CancellationToken);
        var clock = Stopwatch.StartNew();
        await using var server = await GatewayServer.StartAsync();
        Lap("the gateway serves");
        await using var owner = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        await PageRig.SetUpOwnerAsync(owner);
        Lap("the owner has a password and a second factor");

        var page = owner.Page;
        await owner.OpenLiveAsync("/console");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add an upstream" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Anthropic" }).First.ClickAsync();
        await owner.SeesAsync("Add Anthropic");
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync(provider.BaseUrl.ToString());
        await page.GetByLabel("private network", new() { Exact = false }).CheckAsync();
        await page.GetByLabel("Credential", new() { Exact = true }).FillAsync(Credential);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and continue" }).ClickAsync();
        await owner.SeesAsync("anthropic");
        await page.GetByRole(AriaRole.Button, new() { Name = "Test now" }).ClickAsync();
        await Assertions.Expect(page.Locator("table.results .how.good").First).ToHaveTextAsync("Works");
        Lap("the provider has answered");

        foreach (var model in (string[])["claude-sonnet-5", "claude-haiku-4-5"]) await page.GetByLabel("Offer " + model, new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Offer the chosen models" }).ClickAsync();
        await owner.ReadsAsync("2 models are served by the group everyone.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Credit my account" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "credited with $5.00" })).ToBeVisibleAsync();
        Lap("two models are served");

        await page.GetByRole(AriaRole.Link, new() { Name = "Connect a client" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Claude Code" }).First.ClickAsync();
        await owner.SeesAsync("Claude Code");
        await owner.LiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Linux" }).ClickAsync();
        await Assertions.Expect(page.Locator("#model")).ToHaveValueAsync("claude-sonnet-5");
        await page.Locator("#make-key").ClickAsync();
        await Assertions.Expect(page.Locator("#held-key")).ToBeVisibleAsync();
        var key = await page.Locator("#held-key").InnerTextAsync();
        var snippet = page.Locator(".snippet pre", new() { HasText = "ANTHROPIC_BASE_URL" });
        await Assertions.Expect(snippet).ToContainTextAsync($"export ANTHROPIC_AUTH_TOKEN='{key}'");
        var typed = await snippet.InnerTextAsync();
        Lap("the lines for the shell are copied");

        var said = await TypeAsync($"{typed}\n{claude} -p 'Say hello.'", key);
        Lap($"Claude Code has answered: {said.Trim()}");
        await Assertions.Expect(page.Locator(".arrivals")).ToHaveAttributeAsync("data-state", "good");
        Assert.NotEmpty(said.Trim());
        await Pictures.KeepAsync(page, "first-answer");
        await owner.OpenLiveAsync("/console/log");
        await owner.ReadsAsync("claude-sonnet-5");
        Lap("the request is in the log, with what it cost");
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(3), $"{clock.Elapsed}");
        Assert.Empty(owner.Complaints);

        void Lap(string what) => output.WriteLine($"{clock.Elapsed.TotalSeconds:0.0} s: {what}");
    }

    private static string ClaudeCode()
    {
        var program = Path.Combine(Checkout.Folder, "artifacts/clients/node_modules/.bin/claude");
        Assert.SkipUnless(File.Exists(program), "Claude Code is not installed: run ./test, which needs node 20 or newer, npm and a package registry.");
        return program;
    }

    /// <summary>Types into a shell of a person who has nothing set.</summary>
    private async Task<string> TypeAsync(string lines, string secret)
    {
        using var shell = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/bash", ["-c", lines]) { UseShellExecute = false, WorkingDirectory = _home, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        shell.StartInfo.Environment.Clear();
        foreach (var (name, value) in new[] { ("PATH", Environment.GetEnvironmentVariable("PATH")!), ("HOME", _home), ("TERM", "dumb"), ("LANG", "C.UTF-8"), ("HTTPS_PROXY", "http://127.0.0.1:9"), ("NO_PROXY", "127.0.0.1,localhost"), ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"), ("DISABLE_AUTOUPDATER", "1") })
        {
            shell.StartInfo.Environment[name] = value;
        }

        shell.Start();
        shell.StandardInput.Close();
        var (said, complained) = (shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        try
        {
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(ClientLimit, TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!shell.HasExited) shell.Kill(entireProcessTree: true);
        }

        Assert.True(shell.ExitCode == 0, $"{shell.ExitCode}: {await said} {await complained} after {lines.Replace(secret, "…", StringComparison.Ordinal)}");
        return await said;
    }
}
