using Gantry.Billing.Payments;
using Gantry.Console.Tests.Rig;
using Gantry.Tests.Billing.Payments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>Who keeps the books finds every payment, what became of it, and why.</summary>
public sealed class PaymentsPageTests(Chromium chromium)
{
    [Fact]
    public async Task Payments_are_narrowed_opened_and_taken_along()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        await PageRig.SetUpOwnerAsync(owner);
        var page = owner.Page;
        await owner.OpenLiveAsync("/console/payments");
        await owner.ReadsAsync("No card payments yet.");
        await using var user = await chromium.VisitAsync(server);
        await PageRig.AddUserAsync(server, user);
        var store = server.Services.GetRequiredService<IPaymentStore>();
        var orders = await PaymentSample.MakeAsync(store, await Traffic.AccountAsync(server, PageRig.User), server.Time.GetUtcNow(), "user");
        await PaymentSample.MakeAsync(store, await Traffic.AccountAsync(server, PageRig.Owner), server.Time.GetUtcNow().AddDays(-3), "owner");

        var rows = page.Locator("table.payments-list tbody tr");
        await owner.OpenLiveAsync("/console/payments");
        await Assertions.Expect(rows).ToHaveCountAsync(8);
        await Assertions.Expect(rows.Nth(2)).ToContainTextAsync("Needs a look");
        await Pictures.KeepAsync(page, "payments-list");
        await page.GetByLabel("State").SelectOptionAsync("taken");
        await owner.FillAsync("Find", "user@");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToContainTextAsync("$15.00");
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/console/payments\\?state=taken&search=user(%40|@)$"));

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        using (var reader = new StreamReader(await download.CreateReadStreamAsync()))
        {
            var lines = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(2, lines.Length);
            Assert.StartsWith($"{orders[3].Id},", lines[1], StringComparison.Ordinal);
        }

        await rows.GetByRole(AriaRole.Button, new() { Name = $"Details of {orders[3].Id}" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByRole(AriaRole.Region, new() { Name = "In the books" }).Locator("tbody tr")).ToContainTextAsync(["+$40.00", "-$15.00"]);
        await Assertions.Expect(dialog.GetByRole(AriaRole.Region, new() { Name = "Refunds and disputes" })).ToContainTextAsync("re_user_refunded");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Region, new() { Name = "What the provider said" }).Locator("tbody tr")).ToContainTextAsync(["credited", "taken from the wallet"]);
        await Pictures.KeepAsync(page, "payments-story");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);

        // By a link, as somebody passes it on.
        await owner.OpenLiveAsync($"/console/payments?id={orders[2].Id}");
        await Assertions.Expect(dialog).ToContainTextAsync("A person has to look at this:");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Link, new() { Name = PageRig.User }).ClickAsync();
        await owner.SeesAsync(PageRig.User);
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Payments" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(4);

        // Not for users, neither the page nor the file.
        await user.OpenAsync("/console/payments");
        await user.SeesAsync("No such page");
        Assert.Equal(403, (await user.Page.APIRequest.GetAsync(new Uri(server.Address, "/console/payments/export").ToString())).Status);
        Assert.Empty(owner.Complaints.Concat(user.Complaints));
    }
}
