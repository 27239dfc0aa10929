using System.Text.RegularExpressions;
using Gantry.Console.Tests.Rig;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>Accounts, codes, announcements, settings and the audit log, by their pages, against the whole gateway.</summary>
public sealed partial class AdministrationPagesTests(Chromium chromium)
{
    [Fact]
    public async Task Owner_invites_pays_limits_announces_sets_and_finds_it_all_in_the_audit_log()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        await PageRig.SetUpOwnerAsync(owner);
        var page = owner.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);

        // Somebody is invited, and joins with the link.
        await owner.OpenLiveAsync("/console/accounts");
        await page.Locator("#invite").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await dialog.GetByLabel("E-mail").FillAsync("friend@example.com");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        var link = await page.Locator("#invitation-link").InnerTextAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Assertions.Expect(page.Locator(".invitations")).ToContainTextAsync("friend@example.com");
        await Pictures.KeepAsync(page, "accounts-invited");
        await using (var friend = await chromium.VisitAsync(server))
        {
            await friend.FollowAsync(new Uri(link).PathAndQuery + new Uri(link).Fragment, "friend@example.com");
            await friend.FillAsync("Password", PageRig.Password);
            await friend.PressAsync("Make the account");
            await friend.LiveAsync();
            Assert.Empty(friend.Complaints);
        }

        // Money and limits.
        await owner.OpenLiveAsync("/console/accounts");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open friend@example.com" }).ClickAsync();
        await owner.SeesAsync("friend@example.com");
        await page.GetByLabel("Amount in USD").FillAsync("12.345");
        await page.GetByLabel("Why").FillAsync("welcome");
        await page.GetByRole(AriaRole.Button, new() { Name = "Book it" }).ClickAsync();
        await Assertions.Expect(page.Locator("#available")).ToHaveTextAsync("$12.345");
        await Assertions.Expect(page.GetByLabel("Amount in USD")).ToHaveValueAsync("");
        await page.Locator("#kind").SelectOptionAsync("adjust");
        await page.GetByLabel("Amount in USD").FillAsync("-2.345");
        await page.GetByLabel("Why").FillAsync("too much");
        await page.GetByRole(AriaRole.Button, new() { Name = "Book it" }).ClickAsync();
        await Assertions.Expect(page.Locator("#available")).ToHaveTextAsync("$10.00");
        await page.GetByLabel("USD per day").FillAsync("much");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save limits" }).ClickAsync();
        await Assertions.Expect(page.Locator("#cap-day-error")).Not.ToBeEmptyAsync();
        await page.GetByLabel("USD per day").FillAsync("3");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save limits" }).ClickAsync();
        await SaysAsync(page, "friend@example.com was saved.");
        await Pictures.KeepAsync(page, "account");
        await page.Locator("#switch").ClickAsync();
        await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("Disabled");
        await page.Locator("#switch").ClickAsync();
        await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("Active");

        // Codes are shown once and can be revoked.
        await owner.OpenLiveAsync("/console/codes");
        await page.Locator("#make").ClickAsync();
        await dialog.GetByLabel("Worth in USD").FillAsync("10");
        await dialog.GetByLabel("How many codes").FillAsync("3");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make codes" }).ClickAsync();
        var codes = (await page.Locator("#issued").InnerTextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, codes.Distinct(StringComparer.Ordinal).Count());
        await dialog.GetByRole(AriaRole.Button, new() { Name = "I have kept them" }).ClickAsync();
        await Assertions.Expect(page.Locator("#issued")).ToHaveCountAsync(0);
        Assert.DoesNotContain(codes[0], await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Revoke() }).First.ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody .badge.off")).ToHaveCountAsync(1);

        // An announcement is on the overview of the one whom it concerns.
        await owner.OpenLiveAsync("/console/announcements");
        await page.Locator("#write").ClickAsync();
        await dialog.GetByLabel("Title").FillAsync("Maintenance <b>tonight</b>");
        await dialog.GetByLabel("Text").FillAsync("From **22:00** on.");
        await dialog.GetByLabel("Level").SelectOptionAsync("warning");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("Maintenance <b>tonight</b>");
        await Pictures.KeepAsync(page, "announcements");

        // Settings: what is wrong is told at its field, what is right holds.
        await owner.OpenLiveAsync("/console/settings");
        await page.GetByLabel("Time zone").FillAsync("Atlantis/Center");
        await page.Locator("#save").ClickAsync();
        await Assertions.Expect(page.Locator("#time-zone-error")).Not.ToBeEmptyAsync();
        await page.GetByLabel("Time zone").FillAsync("Europe/Berlin");
        await page.GetByLabel("Prices are public").SelectOptionAsync("false");
        await page.Locator("#save").ClickAsync();
        await SaysAsync(page, "The settings were saved.");
        await owner.OpenLiveAsync("/console/settings");
        await Assertions.Expect(page.GetByLabel("Time zone")).ToHaveValueAsync("Europe/Berlin");

        // Who would serve a key, and why not.
        await owner.OpenLiveAsync("/console/token?new=1");
        await owner.FillAsync("Name", "asked for");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await UsableAsync(server, await page.Locator("#new-key").InnerTextAsync());
        await dialog.GetByRole(AriaRole.Button, new() { Name = "I have kept it" }).ClickAsync();
        await owner.OpenLiveAsync("/console/explain");
        await page.GetByLabel("Key", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "asked for (owner@example.com)" });
        await page.GetByLabel("Model", new() { Exact = true }).FillAsync("test-model");
        await page.GetByRole(AriaRole.Button, new() { Name = "Explain", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#answer tbody tr").First).ToContainTextAsync("simulator");
        await Pictures.KeepAsync(page, "explain");
        await page.GetByLabel("Model", new() { Exact = true }).FillAsync("test-modle");
        await page.GetByRole(AriaRole.Button, new() { Name = "Explain", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#denial")).ToContainTextAsync("404");

        // All of it is in the audit log, which holds.
        await owner.OpenLiveAsync("/console/audit");
        await page.GetByLabel("Action").FillAsync("settings.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr").First).ToContainTextAsync("settings.");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Details() }).First.ClickAsync();
        await Assertions.Expect(dialog).ToContainTextAsync(PageRig.Owner);
        await Pictures.KeepAsync(page, "audit-row");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("#verify").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Verify the chain" }).ClickAsync();
        await Assertions.Expect(page.Locator("#chain-head")).Not.ToBeEmptyAsync();
        Assert.Empty(owner.Complaints);
    }

    [Fact]
    public async Task S_32_User_finds_none_of_these_pages()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await using var user = await chromium.VisitAsync(server);
        await PageRig.AddUserAsync(server, user);
        foreach (var path in (string[])["accounts", "codes", "payments", "simulator", "announcements", "audit", "explain", "settings", "accounts/" + Guid.Empty])
        {
            await user.OpenAsync("/console/" + path);
            await user.SeesAsync("No such page");
            Assert.Equal(0, await user.Page.Locator(".side nav a", new() { HasText = "Audit log" }).CountAsync());
        }
    }

    // What was made is in force within seconds.
    private static async Task UsableAsync(GatewayServer server, string secret)
    {
        using var client = new PlainClient(server.Address);
        while (true)
        {
            using var answer = await client.SendAsync(HttpMethod.Get, "/v1/models", null, ("Authorization", "Bearer " + secret));
            if (answer.IsSuccessStatusCode) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static Task SaysAsync(IPage page, string text) => Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = text })).ToBeVisibleAsync();

    [GeneratedRegex("^Revoke ")]
    private static partial Regex Revoke();

    [GeneratedRegex("^Details of row ")]
    private static partial Regex Details();
}
