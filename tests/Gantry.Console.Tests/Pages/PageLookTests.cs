using Deque.AxeCore.Playwright;
using Gantry.Billing.Payments;
using Gantry.Catalog;
using Gantry.Console.Tests.Rig;
using Gantry.Tests.Billing.Payments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>The interactive pages, for owner and user, in both languages and both themes, on a desk and on a phone. Pictures are kept.</summary>
public sealed class PageLookTests(Chromium chromium)
{
    // Each is looked at by everybody who may open it.
    internal static readonly (string Path, string Name, bool Administration)[] Pages =
    [
        ("/console", "overview", false),
        ("/console/token", "keys", false),
        ("/console/connect", "connect", false),
        ("/console/connect/claude-code", "connect-claude-code", false),
        ("/console/connect/cherry-studio", "connect-cherry-studio", false),
        ("/console/upstreams", "upstreams", true),
        ("/console/upstreams/new?preset=azure", "upstreams-form", true),
        ("/console/upstreams/one?name=simulator&guide=1", "upstream", true),
        ("/console/models", "models", true),
        ("/console/models/one?id=test-model", "model", true),
        ("/console/prices", "prices", true),
        ("/console/prices/import", "prices-import", true),
        ("/console/groups", "groups", true),
        ("/console/groups/one?name=everyone", "group", true),
        ("/console/topup", "wallet", false),
        ("/console/teams", "teams", false),
        ("/console/teams/TEAM", "team", true),
        ("/console/playground", "playground", false),
        ("/console/images", "studio", false),
        ("/console/account", "account", false),
        ("/console/log", "log", false),
        ("/console/dashboard", "dashboard", true),
        ("/console/accounts", "accounts", true),
        ("/console/codes", "codes", true),
        ("/console/payments", "payments", true),
        ("/console/announcements", "announcements", true),
        ("/console/audit", "audit", true),
        ("/console/explain", "explain", true),
        ("/console/simulator", "simulator", true),
        ("/console/settings", "settings", true),
    ];

    // Words decide what fits, colours what can be read: people see all four, a machine has seen both in two, and in the short form every other page in each of them.
    public static TheoryData<string, string> Looks => Pictures.OfAll
        ? new() { { "English", "light" }, { "English", "dark" }, { "简体中文", "light" }, { "简体中文", "dark" } }
        : new() { { "English", "light" }, { "简体中文", "dark" } };

    private static IEnumerable<(string Path, string Name, bool Administration)> Seen(string language) =>
        Pages.Where((_, index) => Pictures.OfAll || index % 2 == (language == "English" ? 0 : 1));

    [Fact]
    public async Task Pages_of_a_new_user_pass_axe_and_fit()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await using var user = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        await PageRig.AddUserAsync(server, user);
        foreach (var (path, name, _) in Pages.Where(page => !page.Administration))
        {
            await user.OpenLiveAsync(path);
            await LookAsync(user, $"user-{name}-empty");
        }

        var team = await TeamRig.MakeAsync(server, owner);
        foreach (var (path, name) in new[] { ("/console/teams", "teams"), (team, "team"), ("/console/token?new=1&team=research", "form-team") })
        {
            await user.OpenLiveAsync(path);
            await LookAsync(user, $"user-{name}");
        }

        Assert.Empty(owner.Complaints.Concat(user.Complaints));
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Pages_pass_axe_and_fit_in_every_language_theme_and_width(string language, string theme)
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        await PageRig.SetUpOwnerAsync(owner);
        await using (var user = await chromium.VisitAsync(server)) await PageRig.AddUserAsync(server, user);
        foreach (var name in (string[])["laptop", "continuous integration of the subsidiary", "phone"])
        {
            await owner.OpenLiveAsync("/console/token?new=1");
            await owner.FillAsync("Name", name);
            if (name != "phone") await owner.FillAsync("USD per month", "250");
            await owner.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
            await owner.Page.GetByRole(AriaRole.Button, new() { Name = "I have kept it" }).ClickAsync();
        }

        await Traffic.CreditAsync(server, PageRig.Owner, 25);
        await Traffic.FillAsync(server, PageRig.Owner);
        var team = await TeamRig.MakeAsync(server, owner);
        await PaymentSample.MakeAsync(server.Services.GetRequiredService<IPaymentStore>(), await Traffic.AccountAsync(server, PageRig.Owner), server.Time.GetUtcNow(), "owner");
        await owner.OpenLiveAsync("/console");
        await ChooseAsync(owner, language);
        await ChooseAsync(owner, (language, theme) switch { ("English", "light") => "Light", ("English", _) => "Dark", (_, "light") => "浅色", _ => "深色" });
        Assert.Equal(theme, await owner.Page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        var look = $"{(language == "English" ? "en" : "zh")}-{theme}";
        foreach (var (path, name, _) in Seen(language))
        {
            await owner.OpenLiveAsync(path.Replace("/console/teams/TEAM", team, StringComparison.Ordinal));
            await LookAsync(owner, $"owner-{name}-{look}");
        }

        await owner.OpenLiveAsync("/console/token");
        await owner.Page.Locator("#create-key").ClickAsync();
        await Assertions.Expect(owner.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await owner.Page.Locator("details.more summary").ClickAsync();
        await LookAsync(owner, $"owner-form-{look}");
        Assert.Empty(owner.Complaints);
    }

    [Fact]
    public async Task Administrator_opens_every_page()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server);
        await PageRig.SetUpOwnerAsync(owner);
        await using var user = await chromium.VisitAsync(server);
        await PageRig.AddUserAsync(server, user);
        await owner.OpenLiveAsync("/console");
        var team = await TeamRig.MakeAsync(server, owner);
        await using var admin = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce, ColorScheme = ColorScheme.Dark });
        await PageRig.AddUserAsync(server, admin, "admin@example.com", AccountRole.Admin);
        foreach (var (path, name, _) in Pages)
        {
            Assert.True(await admin.OpenAsync(path.Replace("/console/teams/TEAM", team, StringComparison.Ordinal)) == 200, path);
            await admin.LiveAsync();
            await Pictures.KeepAsync(admin.Page, $"admin-{name}");
        }

        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Phone_has_a_menu_and_keyboards_reach_everything_in_order()
    {
        await using var server = await PageRig.StartAsync();
        await using var visitor = await chromium.VisitAsync(server, new() { ViewportSize = new() { Width = 390, Height = 844 }, Locale = "zh-CN" });
        await PageRig.SetUpOwnerAsync(visitor);
        await visitor.OpenLiveAsync("/console");
        await visitor.SeesAsync("概览");
        var menu = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "菜单" });
        Assert.False(await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "API 密钥", Exact = true }).IsVisibleAsync());
        await menu.ClickAsync();
        await Assertions.Expect(menu).ToHaveAttributeAsync("aria-expanded", "true");
        await Pictures.KeepAsync(visitor.Page, "phone-menu");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "API 密钥", Exact = true }).ClickAsync();
        await visitor.SeesAsync("API 密钥");
        await Assertions.Expect(menu).ToHaveAttributeAsync("aria-expanded", "false");

        await visitor.Page.SetViewportSizeAsync(1440, 900);
        await visitor.OpenLiveAsync("/console/token");
        var pages = await visitor.Page.Locator(".side nav a").AllInnerTextsAsync();
        Assert.Superset(new HashSet<string>(["概览", "API 密钥"], StringComparer.Ordinal), pages.ToHashSet(StringComparer.Ordinal));
        var reached = new List<string>();
        for (var i = 0; i < pages.Count + 5; i++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            reached.Add(await visitor.Page.EvaluateAsync<string>("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"));
        }

        Assert.Equal(["跳到正文", "Gantry", .. pages, "owner@example.com所有者", "创建密钥", "创建密钥"], reached);
        await visitor.Page.EvaluateAsync("document.activeElement.blur()");
        await visitor.Page.Locator(".skip").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await visitor.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Equal("/console/token", visitor.Path);
        Assert.Empty(visitor.Complaints);
    }

    private static async Task ChooseAsync(Visitor visitor, string button)
    {
        await visitor.Page.Locator("details.account summary").ClickAsync();
        await visitor.PressAsync(button);
        await visitor.LiveAsync();
    }

    private static Task<string> WidestAsync(Visitor visitor) => visitor.Page.EvaluateAsync<string>(
        "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth).slice(0, 3).map(e => e.outerHTML.slice(0, 200)).join(' | ')");

    private static async Task LookAsync(Visitor visitor, string name)
    {
        foreach (var width in (int[])[1440, 390])
        {
            await visitor.Page.SetViewportSizeAsync(width, 900);
            await Pictures.KeepAsync(visitor.Page, $"{name}-{width}");
            var over = await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(over <= 0, $"{name} is {over} pixels wider than {width}: {await WidestAsync(visitor)}");
            // Each language, each theme and each width once: they do not depend on each other.
            if (width == 390 ? !name.EndsWith("en-light", StringComparison.Ordinal) : name.EndsWith("zh-light", StringComparison.Ordinal) || name.EndsWith("en-dark", StringComparison.Ordinal)) continue;
            var found = (await visitor.Page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical").ToList();
            Assert.True(found.Count == 0, $"{name} {width}: {string.Join("; ", found.Select(one => $"{one.Id}: {string.Join(", ", one.Nodes.Select(node => node.Html))}"))}");
        }

        await visitor.Page.SetViewportSizeAsync(1440, 900);
    }
}
