using System.Net;
using System.Net.Http.Json;
using Gantry.Console.Tests.Rig;
using Gantry.Simulator;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>From an empty gateway to a served model, and what is done with upstreams afterwards, against the whole gateway and a simulated provider.</summary>
public sealed class UpstreamsPageTests(Chromium chromium)
{
    private const string Key = "simulated-credential-0123456789";

    [Fact]
    public async Task Owner_who_follows_the_screens_comes_from_the_empty_gateway_to_an_answer()
    {
        await using var provider = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var server = await GatewayServer.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        var page = owner.Page;
        await owner.OpenLiveAsync("/console");
        await owner.ReadsAsync("Make the gateway serve");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add an upstream" }).ClickAsync();
        await owner.SeesAsync("Upstreams");
        await owner.ReadsAsync("Make the gateway serve");
        await Pictures.KeepAsync(page, "guide-1-provider");

        await page.GetByRole(AriaRole.Link, new() { Name = "Simulator", Exact = false }).ClickAsync();
        await owner.SeesAsync("Add Simulator");
        await Assertions.Expect(page.Locator("#upstream-name")).ToHaveValueAsync("simulator");
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync("not an address");
        await page.GetByLabel("Credential", new() { Exact = true }).FillAsync(Key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and continue" }).ClickAsync();
        await Assertions.Expect(page.Locator("#upstream-address-error")).Not.ToBeEmptyAsync();
        await Pictures.KeepAsync(page, "guide-2-refused");
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync(provider.BaseUrl.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and continue" }).ClickAsync();

        await owner.SeesAsync("simulator");
        Assert.DoesNotContain(Key, await page.ContentAsync(), StringComparison.Ordinal);
        await Assertions.Expect(page.Locator("#test-model")).ToHaveValueAsync("gpt-5-nano");
        await Pictures.KeepAsync(page, "guide-3-test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Test now" }).ClickAsync();
        await Assertions.Expect(page.Locator("table.results .how.good")).ToHaveTextAsync(["Works", "Works", "Works", "Works"]);
        await Assertions.Expect(page.Locator("[aria-current=step]")).ToContainTextAsync("Models");

        await page.GetByRole(AriaRole.Button, new() { Name = "Offer the chosen models" }).ClickAsync();
        await owner.ReadsAsync("Tick at least one model.");
        await page.GetByLabel("Offer gpt-5-nano", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Find a model").FillAsync("sim-");
        await page.GetByLabel("Offer sim-text", new() { Exact = true }).CheckAsync();
        // A model of one's own machine costs nothing unless somebody says otherwise.
        await Assertions.Expect(page.GetByLabel("sim-text is free", new() { Exact = true })).ToBeCheckedAsync();
        await page.GetByLabel("sim-text is free", new() { Exact = true }).UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Offer the chosen models" }).ClickAsync();
        await owner.ReadsAsync("Say what it costs, or that it is free.");
        await Pictures.KeepAsync(page, "guide-4-models");
        await page.GetByLabel("Input price of sim-text", new() { Exact = true }).FillAsync("0.50");
        await page.GetByLabel("Output price of sim-text", new() { Exact = true }).FillAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Offer the chosen models" }).ClickAsync();
        await owner.ReadsAsync("2 models are served by the group everyone.");
        await Pictures.KeepAsync(page, "guide-5-served");
        await page.GetByRole(AriaRole.Button, new() { Name = "Credit my account" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "credited with $5.00" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Make your key" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("first");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var secret = await page.Locator("#new-key").InnerTextAsync();
        foreach (var model in (string[])["gpt-5-nano", "sim-text"]) await AnswersAsync(server, secret, model);
        Assert.Empty(owner.Complaints);
    }

    [Fact]
    public async Task Upstream_is_mended_by_what_the_page_says_edited_and_deleted()
    {
        await using var provider = await SimulatorServer.StartAsync(new SimulatorOptions { RequiredKey = Key }, TestContext.Current.CancellationToken);
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        var page = owner.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);

        // What the file declares is shown, and is not to be changed here.
        await owner.OpenLiveAsync("/console/upstreams");
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync(["From the configuration file"]);
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Delete simulator" }).CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "simulator", Exact = true }).ClickAsync();
        await owner.SeesAsync("simulator");
        await page.GetByRole(AriaRole.Button, new() { Name = "Test now" }).ClickAsync();
        await Assertions.Expect(page.Locator("table.results .how.bad")).ToHaveCountAsync(4);
        await owner.ReadsAsync("Nothing answers at the address.");
        Assert.Equal(0, await page.Locator("#edit-upstream").CountAsync());

        // A wrong credential is named, replaced, and then works.
        await owner.OpenLiveAsync("/console/upstreams/new?preset=compatible");
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync(provider.BaseUrl.ToString());
        await page.GetByLabel("It stands on this machine or in a private network").CheckAsync();
        await page.GetByLabel("Credential", new() { Exact = true }).FillAsync("wrong-credential-0123456789");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and continue" }).ClickAsync();
        await owner.SeesAsync("compatible");
        await owner.ReadsAsync("The provider does not accept the credential.");
        await Pictures.KeepAsync(page, "upstream-refused");
        await page.GetByRole(AriaRole.Button, new() { Name = "Replace …6789" }).ClickAsync();
        await dialog.GetByLabel("Credential").FillAsync(Key[..^4] + "wxyz");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Replace" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Replace …wxyz" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a credential" }).ClickAsync();
        await dialog.GetByLabel("Credential").FillAsync(Key);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add a credential" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Disable …wxyz" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Enable …wxyz" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove …wxyz" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove …wxyz" })).ToHaveCountAsync(0);
        await page.Locator("#fetch-models").ClickAsync();
        await page.GetByLabel("Offer sim-tool", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("sim-tool is free", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Offer the chosen models" }).ClickAsync();
        await owner.ReadsAsync("1 model is served by the group everyone.");

        await page.Locator("#switch-upstream").ClickAsync();
        await owner.ReadsAsync("This upstream is disabled");
        await page.Locator("#switch-upstream").ClickAsync();
        await Assertions.Expect(page.Locator("#switch-upstream")).ToHaveTextAsync("Disable");

        // Edited, by two at once.
        await using var second = await chromium.VisitAsync(server);
        await second.AddCookiesAsync((await owner.CookiesAsync()).Select(cookie => new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, HttpOnly = cookie.HttpOnly, Secure = cookie.Secure }));
        await second.OpenLiveAsync("/console/upstreams/one?name=compatible");
        await second.Page.Locator("#edit-upstream").ClickAsync();
        await page.Locator("#edit-upstream").ClickAsync();
        await dialog.Locator("summary").ClickAsync();
        await owner.PickAsync("Protocols", "chat", "messages");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("dl.facts").First).ToContainTextAsync("chat, messages");
        await second.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(second.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody else has changed this meanwhile.");

        await owner.OpenLiveAsync("/console/upstreams");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete compatible" }).ClickAsync();
        await Assertions.Expect(dialog).ToContainTextAsync("sim-tool in everyone");
        await Pictures.KeepAsync(page, "upstream-delete");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.Empty(owner.Complaints.Concat(second.Complaints));
    }

    [Fact]
    public async Task Pages_of_administrators_are_not_there_for_users_and_ask_for_a_fresh_proof()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await using var user = await chromium.VisitAsync(server);
        await PageRig.AddUserAsync(server, user);
        foreach (var path in (string[])["/console/upstreams", "/console/upstreams/new", "/console/upstreams/one?name=simulator"])
        {
            await user.OpenAsync(path);
            await Assertions.Expect(user.Page.Locator("main")).ToContainTextAsync("No such page");
            await Assertions.Expect(user.Page.Locator("main [data-ready=true]")).ToHaveCountAsync(0);
        }

        Assert.Equal(0, await user.Page.GetByRole(AriaRole.Link, new() { Name = "Upstreams" }).CountAsync());
        server.Time.Advance(TimeSpan.FromMinutes(6));
        await owner.OpenLiveAsync("/console/upstreams/new?preset=openai");
        await Assertions.Expect(owner.Page.Locator("#fresh-proof a")).ToHaveAttributeAsync("href", "/console/prove?returnUrl=%2Fconsole%2Fupstreams%2Fnew%3Fpreset%3Dopenai");
        await owner.Page.GetByLabel("Credential", new() { Exact = true }).FillAsync(Key);
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Save and continue" }).ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("fresh proof");
        Assert.Empty(owner.Complaints.Concat(user.Complaints));
    }

    /// <summary>Waits: what was changed is in force within seconds.</summary>
    private static async Task AnswersAsync(GatewayServer server, string secret, string model)
    {
        using var client = new HttpClientHandler();
        using var http = new HttpMessageInvoker(client);
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/v1/chat/completions"))
            {
                Headers = { { "Authorization", "Bearer " + secret } },
                Content = JsonContent.Create(new { model, messages = new[] { new { role = "user", content = "Hello" } } }),
            };
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            if (answer.StatusCode == HttpStatusCode.OK) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
