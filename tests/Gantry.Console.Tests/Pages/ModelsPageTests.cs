using Gantry.Console.Tests.Rig;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>Models and their prices are made, changed and deleted by their pages, against the whole gateway.</summary>
public sealed class ModelsPageTests(Chromium chromium)
{
    [Fact]
    public async Task Model_is_made_priced_now_and_for_later_edited_and_deleted()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        var page = owner.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        await owner.OpenLiveAsync("/console/models");
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync(["Free"]);

        await page.Locator("#add-model").ClickAsync();
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("gpt-5-nano");
        await dialog.GetByLabel("Aliases").FillAsync("test-model");
        await dialog.Locator("#save-model").ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await dialog.GetByLabel("Aliases").FillAsync("nano, tiny");
        await dialog.Locator("#save-model").ClickAsync();
        await owner.SeesAsync("gpt-5-nano");
        // What is known of it came with it.
        await Assertions.Expect(page.Locator("dl.facts")).ToContainTextAsync("GPT-5 Nano");
        await Assertions.Expect(page.Locator("table.versions tbody tr")).ToContainTextAsync(["$0.05"]);

        await page.Locator("#set-price").ClickAsync();
        await Assertions.Expect(dialog.GetByLabel("Input", new() { Exact = true })).ToHaveValueAsync("0.05");
        await dialog.GetByLabel("Input", new() { Exact = true }).FillAsync("cheap");
        await dialog.Locator("#save-price").ClickAsync();
        await Assertions.Expect(page.Locator("#price-input-error")).Not.ToBeEmptyAsync();
        await Pictures.KeepAsync(page, "model-price");
        await dialog.GetByLabel("Input", new() { Exact = true }).FillAsync("0.07");
        await dialog.Locator("#save-price").ClickAsync();
        await Assertions.Expect(page.Locator("table.versions tbody tr")).ToHaveCountAsync(2);
        await page.Locator("#set-price").ClickAsync();
        await dialog.GetByLabel("From").FillAsync("2090-01-01T00:00");
        await dialog.GetByLabel("It costs nothing, on purpose").CheckAsync();
        await dialog.Locator("#save-price").ClickAsync();
        await Assertions.Expect(page.Locator("table.versions tbody tr")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("table.versions tbody tr").First).ToContainTextAsync("Free");
        await Pictures.KeepAsync(page, "model-versions");

        await page.Locator("#edit-model").ClickAsync();
        await dialog.GetByLabel("Name for people").FillAsync("Small one");
        await dialog.Locator("#save-model").ClickAsync();
        await Assertions.Expect(page.Locator("dl.facts")).ToContainTextAsync("Small one");
        await owner.OpenLiveAsync("/console/models");
        await page.GetByLabel("Find").FillAsync("tiny");
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync(["$0.07 in, $0.40 out"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete gpt-5-nano" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await owner.ReadsAsync("No model matches.");
        Assert.Empty(owner.Complaints);
    }
}
