using Gantry.Console.Tests.Rig;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>Groups and their deployments are made, changed and deleted by their pages, against the whole gateway.</summary>
public sealed class GroupsPageTests(Chromium chromium)
{
    [Fact]
    public async Task Group_is_made_with_its_terms_given_deployments_edited_and_deleted()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        var page = owner.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        await owner.OpenLiveAsync("/console/groups");
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync(["From the configuration file"]);

        await page.Locator("#add-group").ClickAsync();
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync("cheap");
        await dialog.GetByLabel("Factor on list prices").FillAsync("much");
        await dialog.GetByLabel("Prices of its own").FillAsync("test-model is cheap");
        await dialog.Locator("#save-group").ClickAsync();
        await Assertions.Expect(page.Locator("#group-prices-error")).Not.ToBeEmptyAsync();
        await dialog.GetByLabel("Prices of its own").FillAsync("test-model = 1.00 / 2.00");
        await dialog.Locator("#save-group").ClickAsync();
        await Assertions.Expect(page.Locator("#group-factor-error")).Not.ToBeEmptyAsync();
        await Pictures.KeepAsync(page, "group-refused");
        await dialog.GetByLabel("Factor on list prices").FillAsync("0.8");
        await dialog.GetByLabel("USD per day").FillAsync("10");
        await dialog.Locator("#save-group").ClickAsync();
        await owner.SeesAsync("cheap");
        await Assertions.Expect(page.Locator("dl.facts")).ToContainTextAsync("0.8");

        await page.Locator("#add-deployment").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add a deployment" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await dialog.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync("test-model");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add a deployment" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync(["test-model"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit test-model at simulator" }).ClickAsync();
        await dialog.GetByLabel("Weight").FillAsync("7");
        await dialog.GetByLabel("Order").FillAsync("2");
        await Pictures.KeepAsync(page, "group-deployment");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr td[data-label=Weight]")).ToHaveTextAsync("7");
        await Assertions.Expect(page.Locator("tbody tr td[data-label=Order]")).ToHaveTextAsync("2");

        await page.Locator("#edit-group").ClickAsync();
        await Assertions.Expect(dialog.GetByLabel("USD per day")).ToHaveValueAsync("10.00");
        await Assertions.Expect(dialog.GetByLabel("Prices of its own")).ToHaveValueAsync("test-model = 1.00 / 2.00");
        await dialog.Locator("summary").ClickAsync();
        await dialog.GetByLabel("Status").SelectOptionAsync("deprecated");
        await dialog.GetByLabel("Use instead").FillAsync("everyone");
        await dialog.Locator("#save-group").ClickAsync();
        await Assertions.Expect(page.Locator("dl.facts")).ToContainTextAsync("Deprecated");

        await owner.OpenLiveAsync("/console/groups");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete cheap" }).ClickAsync();
        await Assertions.Expect(dialog).ToContainTextAsync("test-model at simulator");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.Empty(owner.Complaints);
    }
}
