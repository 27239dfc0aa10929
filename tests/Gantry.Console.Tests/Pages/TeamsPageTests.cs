using System.Net;
using Gantry.Console.Tests.Rig;
using Gantry.Simulator;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>A team from the making of it to the end of a key whose member has left, by its pages, for each who has to do with it and one who has not.</summary>
public sealed class TeamsPageTests(Chromium chromium)
{
    private const string Manager = "manager@example.com";
    private const string Member = "member@example.com";
    private const string Stranger = "stranger@example.com";

    [Fact]
    public async Task S_32_Owner_makes_a_team_managers_bound_members_and_everybody_sees_what_is_theirs()
    {
        await using var simulator = await SimulatorServer.StartAsync(cancellation: TestContext.Current.CancellationToken);
        await using var server = await GatewayServer.StartAsync(
            $$$"""
            settings: {active_probes: false}
            upstreams:
              - {name: north, provider: simulator, base_url: '{{{simulator.BaseUrl}}}', api_keys: [simulated], allow_private_network: true, speaks: [chat]}
            models:
              - {id: sim-text, price: {request: 0.25}}
            groups:
              - {name: everyone, deployments: [{model: sim-text, upstream: north, upstream_model: sim-text}]}
            """);
        using var client = new PlainClient(server.Address);
        await using var owner = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        await PageRig.SetUpOwnerAsync(owner);
        await using var manager = await EnterAsync(server, Manager);
        await using var member = await EnterAsync(server, Member);
        await using var stranger = await EnterAsync(server, Stranger);

        // The owner makes it: what is wrong is told at its field.
        var (page, dialog) = (owner.Page, owner.Page.GetByRole(AriaRole.Dialog));
        await owner.OpenLiveAsync("/console/teams");
        await owner.ReadsAsync("There are no teams yet.");
        var beside = await MakeAsync(owner, "beside");
        await owner.OpenLiveAsync("/console/teams");
        await page.Locator("#make-team").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make a team" }).ClickAsync();
        await Assertions.Expect(page.Locator("#team-name-error")).ToHaveTextAsync("Write a name first.");
        await dialog.GetByLabel("Name").FillAsync("Beside");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make a team" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is already a team beside. Choose another name");
        await dialog.GetByLabel("Name").FillAsync("a@b");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make a team" }).ClickAsync();
        await Assertions.Expect(page.Locator("#team-name-error")).Not.ToBeEmptyAsync();
        await page.Keyboard.PressAsync("Escape");
        var team = await MakeAsync(owner, "Research");
        await owner.ReadsAsync("Nobody is in the team yet.");

        // Money and limits.
        await page.GetByLabel("Amount in USD").FillAsync("20");
        await page.GetByRole(AriaRole.Button, new() { Name = "Book it" }).ClickAsync();
        await Assertions.Expect(page.Locator("#reason-error")).Not.ToBeEmptyAsync();
        await page.GetByLabel("Why").FillAsync("research");
        await page.GetByRole(AriaRole.Button, new() { Name = "Book it" }).ClickAsync();
        await Assertions.Expect(page.Locator("#balance")).ToHaveTextAsync("$20.00");
        // The form is cleared after the page has the money.
        await Assertions.Expect(page.GetByLabel("Amount in USD")).ToHaveValueAsync("");
        await page.Locator("#kind").SelectOptionAsync("adjust");
        await page.GetByLabel("Amount in USD").FillAsync("-25");
        await page.GetByLabel("Why").FillAsync("too much");
        await page.GetByRole(AriaRole.Button, new() { Name = "Book it" }).ClickAsync();
        await owner.ReadsAsync("The balance does not cover it");
        await page.Locator("#cap-month").FillAsync("100");
        await page.Locator("#plan").FillAsync("golden");
        await page.Locator("#save-limits").ClickAsync();
        await Assertions.Expect(page.Locator("#plan-error")).Not.ToBeEmptyAsync();
        await page.Locator("#plan").FillAsync("");
        await page.Locator("#save-limits").ClickAsync();
        await SaysAsync(page, "Limits of the team was saved.");

        // Members: who is not there, one who manages, one with a budget, who is there already.
        await AddAsync(page, "nobody");
        await Assertions.Expect(page.Locator("#member-email-error")).ToContainTextAsync("Write the address of an account");
        await dialog.GetByLabel("E-mail").FillAsync("nobody@example.com");
        await SaveAsync(page);
        await Assertions.Expect(page.Locator("#member-email-error")).ToContainTextAsync("Nobody has the address nobody@example.com here.");
        await dialog.GetByLabel("E-mail").FillAsync(Manager);
        await dialog.GetByLabel("Role").SelectOptionAsync("manager");
        await SaveAsync(page);
        await SaysAsync(page, $"{Manager} is in the team.");
        await AddAsync(page, Member, "much");
        await Assertions.Expect(page.Locator("#member-day-error")).Not.ToBeEmptyAsync();
        await dialog.GetByLabel("USD per day").FillAsync("5");
        await SaveAsync(page);
        await SaysAsync(page, $"{Member} is in the team.");
        await AddAsync(page, Member);
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("is in the team already.");
        await Pictures.KeepAsync(page, "team-refused");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#count")).ToHaveTextAsync("2");

        // A stranger learns nothing: a team of others is one that never was.
        await stranger.OpenLiveAsync("/console/teams");
        await stranger.ReadsAsync("You are in no team");
        await stranger.ReadsAsync($"Your address here is {Stranger}.");
        await Pictures.KeepAsync(stranger.Page, "teams-stranger");
        await stranger.OpenLiveAsync($"/console/teams/{Guid.CreateVersion7()}");
        var nowhere = await stranger.Page.Locator("main").InnerTextAsync();
        await stranger.OpenLiveAsync(team);
        Assert.Equal(nowhere, await stranger.Page.Locator("main").InnerTextAsync());
        Assert.Contains("No such team", nowhere, StringComparison.Ordinal);
        Assert.DoesNotContain("research", await stranger.Page.ContentAsync(), StringComparison.OrdinalIgnoreCase);

        // The member makes a key that the team pays for, and spends.
        await member.OpenLiveAsync("/console/teams");
        await Assertions.Expect(member.Page.Locator(".team-cards li li")).ToContainTextAsync(["$0.00 of $5.00"]);
        await member.Page.GetByRole(AriaRole.Link, new() { Name = "Make a team key" }).ClickAsync();
        var form = member.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(form.GetByLabel("Paid by")).ToHaveValueAsync("research");
        await member.FillAsync("Name", "notebook");
        await form.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var secret = await member.Page.Locator("#new-key").InnerTextAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "I have kept it" }).ClickAsync();
        await Assertions.Expect(member.Page.Locator("tbody tr")).ToContainTextAsync("Paid by: team research");
        await Traffic.KnownAsync(client, secret);
        Assert.Equal(HttpStatusCode.OK, await Traffic.AskAsync(client, secret, "sim-text"));
        await Traffic.SettledAsync(server, 1);

        // It sees its own row alone, here and at other addresses.
        await member.OpenLiveAsync(team);
        await member.SeesAsync("research");
        await member.ReadsAsync("$0.25 of $5.00");
        foreach (var hidden in (string[])[Manager, "$19.75", "$20.00"]) Assert.DoesNotContain(hidden, await member.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await member.Page.Locator("#add-member, #kind, #switch, table").CountAsync());
        await Pictures.KeepAsync(member.Page, "team-member");
        await member.OpenLiveAsync(beside);
        await member.SeesAsync("No such team");
        await manager.OpenLiveAsync(beside);
        await manager.SeesAsync("No such team");
        await member.OpenAsync(team.Replace("/teams/", "/accounts/", StringComparison.Ordinal));
        await member.SeesAsync("No such page");

        // The manager sees all of it, moves no money, and changes the budget.
        await manager.OpenLiveAsync("/console/teams");
        await Assertions.Expect(manager.Page.Locator(".team-cards")).ToContainTextAsync("$19.75");
        await manager.Page.GetByRole(AriaRole.Link, new() { Name = "Open research" }).ClickAsync();
        await manager.SeesAsync("research");
        await Assertions.Expect(Row(manager, Member)).ToContainTextAsync("$0.25 of $5.00");
        await Assertions.Expect(manager.Page.Locator("table.ranked")).ToContainTextAsync(Member);
        await Assertions.Expect(manager.Page.Locator("dl.facts")).ToContainTextAsync("$100.00 a month");
        Assert.Equal(0, await manager.Page.Locator("#kind, #save-limits, #switch").CountAsync());
        await manager.Page.GetByRole(AriaRole.Button, new() { Name = "Edit " + Member }).ClickAsync();
        await Assertions.Expect(manager.Page.Locator("#member-day")).ToHaveValueAsync("5.00");
        await manager.Page.Locator("#member-day").FillAsync("0");
        await SaveAsync(manager.Page);
        await Assertions.Expect(manager.Page.Locator("#member-caps-error")).Not.ToBeEmptyAsync();
        await manager.Page.Locator("#member-day").FillAsync("7");
        await manager.Page.Locator("#member-total").FillAsync("50");
        await SaveAsync(manager.Page);
        await Assertions.Expect(Row(manager, Member)).ToContainTextAsync("$0.25 of $7.00");
        await Assertions.Expect(Row(manager, Member)).ToContainTextAsync("$0.25 of $50.00");
        await Pictures.KeepAsync(manager.Page, "team-manager");
        await member.OpenLiveAsync(team);
        await member.ReadsAsync("$0.25 of $7.00");

        // Who leaves loses its keys.
        await member.Page.Locator("#leave").ClickAsync();
        await Assertions.Expect(form.Locator(".hanging")).ToHaveTextAsync("notebook");
        await Pictures.KeepAsync(member.Page, "team-leave");
        await form.GetByRole(AriaRole.Button, new() { Name = "Leave the team" }).ClickAsync();
        await member.SeesAsync("You have left research");
        await RefusedAsync(client, secret);
        await member.OpenLiveAsync(team);
        await member.SeesAsync("No such team");

        // A manager takes somebody out; the owner disables the team from the list.
        await manager.OpenLiveAsync(team);
        await AddAsync(manager.Page, Stranger);
        await manager.Page.GetByRole(AriaRole.Button, new() { Name = "Remove " + Stranger }).ClickAsync();
        await manager.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await SaysAsync(manager.Page, $"{Stranger} was removed.");
        await owner.OpenLiveAsync("/console/teams");
        await page.GetByLabel("Find").FillAsync("RES");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("tbody tr [data-label=Members]")).ToHaveTextAsync("1");
        await Assertions.Expect(page.Locator("tbody tr [data-label=Balance]")).ToHaveTextAsync("$19.75");
        await page.GetByRole(AriaRole.Button, new() { Name = "Disable research" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody .badge.bad")).ToHaveTextAsync("Disabled");
        await manager.OpenLiveAsync(team);
        await Assertions.Expect(manager.Page.Locator("#disabled")).ToContainTextAsync("until an administrator enables it");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enable research" }).ClickAsync();
        await SaysAsync(page, "research was enabled.");
        Assert.Empty(owner.Complaints.Concat(manager.Complaints).Concat(member.Complaints).Concat(stranger.Complaints));
    }

    private async Task<Visitor> EnterAsync(GatewayServer server, string email)
    {
        var visitor = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        await PageRig.AddUserAsync(server, visitor, email);
        return visitor;
    }

    /// <returns>Its address.</returns>
    private static async Task<string> MakeAsync(Visitor owner, string name)
    {
        await owner.OpenLiveAsync("/console/teams");
        await owner.Page.Locator("#make-team").ClickAsync();
        await owner.FillAsync("Name", name);
        await owner.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Make a team" }).ClickAsync();
        await owner.SeesAsync(name.ToLowerInvariant());
        return owner.Path;
    }

    private static async Task AddAsync(IPage page, string email, string? day = null)
    {
        await page.Locator("#add-member").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("E-mail").FillAsync(email);
        if (day is not null) await page.GetByRole(AriaRole.Dialog).GetByLabel("USD per day").FillAsync(day);
        await SaveAsync(page);
    }

    private static Task SaveAsync(IPage page) => page.GetByRole(AriaRole.Dialog).Locator("button.main").ClickAsync();

    private static ILocator Row(Visitor visitor, string email) => visitor.Page.Locator("table.keys tbody tr").Filter(new() { HasText = email }).First;

    private static Task SaysAsync(IPage page, string text) => Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = text })).ToBeVisibleAsync();

    /// <summary>Waits: what was revoked is refused within seconds.</summary>
    private static async Task RefusedAsync(PlainClient client, string secret)
    {
        while (true)
        {
            using var answer = await client.SendAsync(HttpMethod.Get, "/v1/models", null, ("Authorization", "Bearer " + secret));
            if (answer.StatusCode == HttpStatusCode.Unauthorized) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
