using Gantry.Console.Tests.Rig;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>The account's page tells who one is, and keeps what one wants to hear.</summary>
public sealed class AccountPageTests(Chromium chromium)
{
    [Fact]
    public async Task Wishes_are_kept_and_security_is_told_at_a_glance()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await owner.OpenLiveAsync("/console/account");
        await Assertions.Expect(owner.Page.Locator("section[aria-labelledby=security]")).ToContainTextAsync("10 left");
        await Assertions.Expect(owner.Page.Locator("section[aria-labelledby=security] .callout")).ToHaveCountAsync(0);

        await using var visitor = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        await PageRig.AddUserAsync(server, visitor);
        var page = visitor.Page;
        await visitor.OpenLiveAsync("/console/account");
        await visitor.ReadsAsync(PageRig.User);
        await visitor.ReadsAsync("Your account has no second factor.");
        await visitor.ReadsAsync("You are in no team.");
        await page.GetByLabel("Low balance below, in USD").FillAsync("much");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.GetByLabel("Low balance below, in USD").FillAsync("2.50");
        await page.GetByLabel("A price changes soon").UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Your wishes were saved." })).ToBeVisibleAsync();
        await visitor.OpenLiveAsync("/console/account");
        await Assertions.Expect(page.GetByLabel("Low balance below, in USD")).ToHaveValueAsync("2.50");
        await Assertions.Expect(page.GetByLabel("A price changes soon")).Not.ToBeCheckedAsync();
        await Assertions.Expect(page.GetByLabel("A spend cap is used up")).ToBeCheckedAsync();

        // The form leaves the circuit and comes back in the other language.
        await page.Locator("form.looks").GetByRole(AriaRole.Button, new() { Name = "简体中文" }).ClickAsync();
        await visitor.SeesAsync("账户");
        await visitor.LiveAsync();
        Assert.Empty(visitor.Complaints.Concat(owner.Complaints));
    }
}
