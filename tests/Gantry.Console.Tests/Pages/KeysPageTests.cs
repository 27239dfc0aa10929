using System.Net;
using Gantry.Console.Tests.Rig;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>Keys are made, used, changed and revoked by their page, against the whole gateway.</summary>
public sealed class KeysPageTests(Chromium chromium)
{
    private static readonly BrowserNewContextOptions Clipboard = new() { Permissions = ["clipboard-read", "clipboard-write"], ReducedMotion = ReducedMotion.Reduce };

    [Fact]
    public async Task Key_is_made_copied_used_edited_rotated_and_revoked()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await using var visitor = await chromium.VisitAsync(server, Clipboard);
        using var client = new PlainClient(server.Address);
        await PageRig.AddUserAsync(server, visitor);
        var page = visitor.Page;

        // From the empty overview to the form.
        await page.GetByRole(AriaRole.Link, new() { Name = "Create an API key" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("laptop");
        await PickByKeyboardAsync(visitor);
        await dialog.GetByLabel("USD per day").FillAsync("2.50");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Pictures.KeepAsync(page, "keys-refused");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove nowhere" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Group, new() { Name = "Models", Exact = true }).Locator(".pick-none")).ToHaveTextAsync("all");
        await dialog.GetByLabel("USD per day").FillAsync("much");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Assertions.Expect(page.Locator("#key-cap-day-error")).Not.ToBeEmptyAsync();
        Assert.Equal("true", await page.Locator("#key-cap-day").GetAttributeAsync("aria-invalid"));
        await dialog.GetByLabel("USD per day").FillAsync("2.50");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();

        var secret = await page.Locator("#new-key").InnerTextAsync();
        await page.Locator("#copy-key").ClickAsync();
        await Assertions.Expect(dialog.GetByText("Copied")).ToBeVisibleAsync();
        Assert.Equal(secret, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await dialog.GetByLabel("Use it in").SelectOptionAsync("codex");
        await Assertions.Expect(dialog.Locator("#ready-lines")).ToContainTextAsync(secret);
        await Assertions.Expect(dialog.Locator("#ready-lines")).ToContainTextAsync("base_url");
        await Pictures.KeepAsync(page, "keys-issued");
        await AnswersAsync(client, secret, HttpStatusCode.OK);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "I have kept it" }).ClickAsync();
        // The browser closes the dialog at once; that its content is gone comes from the server.
        await Assertions.Expect(page.Locator("#new-key")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("$2.50 a day");

        await page.GetByRole(AriaRole.Button, new() { Name = "Edit laptop" }).ClickAsync();
        await Assertions.Expect(dialog.GetByLabel("USD per day")).ToHaveValueAsync("2.50");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Group, new() { Name = "Groups", Exact = true }).Locator(".pick-name")).ToHaveTextAsync(["everyone"]);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("desk");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "desk was saved." })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate desk" }).ClickAsync();
        await Pictures.KeepAsync(page, "keys-rotate");
        await dialog.GetByLabel("Former secret works for").SelectOptionAsync("3600");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Rotate" }).ClickAsync();
        // Until it is there, the dialog may still show the one before.
        await Assertions.Expect(page.Locator("#new-key")).Not.ToContainTextAsync(secret);
        var second = await page.Locator("#new-key").InnerTextAsync();
        Assert.NotEqual(secret, second);
        await AnswersAsync(client, second, HttpStatusCode.OK);
        await AnswersAsync(client, secret, HttpStatusCode.OK);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("Former secret works until");

        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke desk" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await AnswersAsync(client, second, HttpStatusCode.OK);
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke desk" }).ClickAsync();
        await Pictures.KeepAsync(page, "keys-revoke");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await visitor.ReadsAsync("No key matches.");
        await AnswersAsync(client, second, HttpStatusCode.Unauthorized);
        await AnswersAsync(client, secret, HttpStatusCode.Unauthorized);
        await page.GetByLabel("Show").SelectOptionAsync("true");
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("desk");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task S_20_S_32_Names_are_text_and_keys_of_others_are_not_there()
    {
        const string Markup = "<img src=x onerror=alert(1)>";
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await MakeAsync(owner, "of the owner");
        await MakeAsync(owner, Markup);
        await Assertions.Expect(owner.Page.Locator(".key-name").First).ToHaveTextAsync(Markup);
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke " + Markup }).ClickAsync();
        await Assertions.Expect(owner.Page.Locator("dialog .subject")).ToContainTextAsync(Markup);
        Assert.Equal(0, await owner.Page.Locator("img").CountAsync());

        await using var user = await chromium.VisitAsync(server);
        await PageRig.AddUserAsync(server, user);
        await user.OpenLiveAsync("/console/token");
        await user.ReadsAsync("No keys yet");
        await MakeAsync(user, "of the user");
        await user.Page.GetByLabel("Show").SelectOptionAsync("");
        await Assertions.Expect(user.Page.Locator(".key-name")).ToHaveTextAsync(["of the user"]);
        Assert.Empty(owner.Complaints.Concat(user.Complaints));
    }

    /// <summary>The only group in the place of all, and a model that nobody has, without a mouse.</summary>
    private static async Task PickByKeyboardAsync(Visitor visitor)
    {
        var page = visitor.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        var groups = dialog.GetByRole(AriaRole.Group, new() { Name = "Groups", Exact = true });
        await groups.GetByRole(AriaRole.Button, new() { Name = "Remove auto" }).PressAsync("Enter");
        await Assertions.Expect(groups.Locator(".pick-none")).ToHaveTextAsync("none: choose at least one");
        // What went with the chip left the focus where one goes on.
        var choose = groups.GetByRole(AriaRole.Button, new() { Name = "Choose: Groups" });
        await Assertions.Expect(choose).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(groups.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("every");
        await Assertions.Expect(groups.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(groups.Locator(".pick-name")).ToHaveTextAsync(["everyone"]);
        await Assertions.Expect(groups.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(groups.Locator(".pick-name")).ToHaveTextAsync(["everyone", "auto"]);
        await groups.GetByRole(AriaRole.Button, new() { Name = "Move auto forward" }).ClickAsync();
        await Assertions.Expect(groups.Locator(".pick-name")).ToHaveTextAsync(["auto", "everyone"]);
        await groups.GetByRole(AriaRole.Button, new() { Name = "Remove auto" }).ClickAsync();
        await groups.GetByRole(AriaRole.Button, new() { Name = "Done: Groups" }).ClickAsync();

        var models = dialog.GetByRole(AriaRole.Group, new() { Name = "Models", Exact = true });
        await models.GetByRole(AriaRole.Button, new() { Name = "Choose: Models" }).ClickAsync();
        await Assertions.Expect(models.GetByRole(AriaRole.Checkbox, new() { Name = "test-model" })).ToBeVisibleAsync();
        await models.GetByRole(AriaRole.Searchbox).FillAsync("nowhere");
        await models.GetByRole(AriaRole.Button, new() { Name = "Add nowhere" }).ClickAsync();
        await Assertions.Expect(models.Locator(".pick-gone")).ToHaveTextAsync("not listed");
        await Pictures.KeepAsync(page, "keys-picking");
    }

    private static async Task MakeAsync(Visitor visitor, string name)
    {
        await visitor.OpenLiveAsync("/console/token");
        await visitor.Page.Locator("#create-key").ClickAsync();
        await visitor.FillAsync("Name", name);
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "I have kept it" }).ClickAsync();
    }

    /// <summary>Waits: what was changed is in force within seconds.</summary>
    private static async Task AnswersAsync(PlainClient client, string secret, HttpStatusCode expected)
    {
        while (true)
        {
            using var answer = await client.SendAsync(HttpMethod.Get, "/v1/models", null, ("Authorization", "Bearer " + secret));
            if (answer.StatusCode == expected) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
