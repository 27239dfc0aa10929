using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Gantry.Console.Tests.Rig;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>The usage log, driven as people do, against the whole gateway.</summary>
public sealed class LogPageTests(Chromium chromium)
{
    private static readonly BrowserNewContextOptions Calm = new() { ReducedMotion = ReducedMotion.Reduce };

    [Fact]
    public async Task Log_is_filtered_opened_explained_exported_and_followed()
    {
        await using var rig = await LogRig.StartAsync();
        await using (var owner = await chromium.VisitAsync(rig.Server)) await PageRig.SetUpOwnerAsync(owner);
        await using var visitor = await chromium.VisitAsync(rig.Server, Calm);
        var page = visitor.Page;
        await rig.EnterAsync(visitor, LogRig.User);
        await visitor.OpenLiveAsync("/console/log");
        await visitor.ReadsAsync("No requests yet");

        var good = await rig.SendAsync();
        var bad = await rig.SendAsync(model: LogRig.Broken, ok: false);
        var team = await rig.SendAsync(LogRig.Notebook);
        var theirs = await rig.SendAsync(LogRig.Theirs);
        await visitor.OpenLiveAsync("/console/log");
        var rows = page.Locator(".log tbody tr[data-row]");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Assertions.Expect(rows.Nth(0)).ToContainTextAsync("400 Failed");
        await Assertions.Expect(rows.Nth(1)).ToContainTextAsync("laptop");
        await Pictures.KeepAsync(page, "log-two");

        // What is narrowed stands in the address, and back leads back.
        await page.Locator("#log-status").FillAsync("4xx");
        await page.Locator("#log-status").PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/console/log\\?status=4xx$"));
        await page.Locator("#log-model").SelectOptionAsync(LogRig.Model);
        await visitor.ReadsAsync("No request matches.");
        await page.GoBackAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await page.GoBackAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#log-status")).ToHaveValueAsync("");
        await page.Locator("#log-status").FillAsync("teapot");
        await page.Locator("#log-status").PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("429");
        await page.GoBackAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);

        // A row opens by the keyboard, has an address of its own, and gives the focus back.
        await rows.Nth(1).GetByRole(AriaRole.Link).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var report = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(report).ToContainTextAsync(good);
        Assert.Equal($"/console/log?request={good}", visitor.Path);
        // (1000 * 3.00 + 200 * 0.30 + 50 * 15.00) / 1,000,000 * 1.25
        await Assertions.Expect(report.Locator("#bill-charged")).ToHaveTextAsync("$0.0047625");
        await Assertions.Expect(report.Locator("#bill-check")).ToContainTextAsync("exactly");
        Assert.Equal(0.00381m, await SumAsync(report));
        await Assertions.Expect(report).ToContainTextAsync("top_k was left out");
        await Assertions.Expect(report).ToContainTextAsync("served");
        await Assertions.Expect(report).Not.ToContainTextAsync("north");
        await Pictures.KeepAsync(page, "log-report");
        await page.Keyboard.PressAsync("Escape");
        // Asked again and again: an address that changes without a page being loaded may change while the wait for it is set up.
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/console/log$"));
        await Assertions.Expect(report).ToHaveCountAsync(0);
        await visitor.HoldsAsync($"document.activeElement?.dataset.request === '{good}'");

        // What belongs to others is not there, by whatever address; one's own in a team is where one looks for the team.
        foreach (var id in (string[])[theirs, "req_none"])
        {
            await visitor.OpenLiveAsync($"/console/log?who=all&request={id}");
            await Assertions.Expect(report).ToContainTextAsync("There is no such request");
            Assert.Equal(0, await rows.CountAsync());
        }

        await visitor.OpenLiveAsync($"/console/log?id={theirs}");
        await visitor.ReadsAsync("No request matches.");
        await visitor.OpenLiveAsync("/console/log");
        await page.Locator("#log-who").SelectOptionAsync("In research");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await rows.Nth(0).GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(report).ToContainTextAsync(team);
        await page.GoBackAsync();
        await Assertions.Expect(report).ToHaveCountAsync(0);
        await page.Locator("#log-who").SelectOptionAsync("My account");
        await Assertions.Expect(rows).ToHaveCountAsync(2);

        // The file holds what is filtered.
        await page.Locator("#log-status").FillAsync("400");
        await page.Locator("#log-status").PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        var csv = (await ExportAsync(page, "CSV")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, csv.Length);
        Assert.StartsWith("request_id,started_at,", csv[0], StringComparison.Ordinal);
        Assert.StartsWith(bad + ",", csv[1], StringComparison.Ordinal);
        await page.GoBackAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        var lines = (await ExportAsync(page, "JSONL")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal([good, bad], lines.Select(line => line.GetProperty("request_id").GetString()!));
        Assert.All(lines, line => Assert.False(line.TryGetProperty("upstream", out _)));

        // Nobody exports what is not theirs, and no other site may begin it.
        await AnswersAsync(page, "who=all&format=csv", 403);
        await AnswersAsync(page, $"team={Guid.Empty}&format=csv", 404);
        await AnswersAsync(page, "format=exe", 400);
        await AnswersAsync(page, "format=csv", 404, "cross-site");
        Assert.DoesNotContain(theirs, await AnswersAsync(page, $"time=all&id={theirs}&format=jsonl", 200), StringComparison.Ordinal);

        // New ones come by themselves.
        await page.GetByRole(AriaRole.Button, new() { Name = "Live" }).ClickAsync();
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("aria-pressed", "true");
        var fresh = await rig.SendAsync();
        await rig.SendAsync(LogRig.Theirs);
        await Assertions.Expect(rows).ToHaveCountAsync(3, new() { Timeout = 30_000 });
        await Assertions.Expect(rows.Nth(0).GetByRole(AriaRole.Link)).ToHaveAttributeAsync("data-request", fresh);
        await page.EvaluateAsync("Object.defineProperty(document, 'hidden', { value: true }); document.dispatchEvent(new Event('visibilitychange'))");
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("aria-pressed", "false");

        // Columns that were chosen are still chosen.
        await page.GetByText("Columns", new() { Exact = true }).ClickAsync();
        await page.Locator(".drop-body").GetByLabel("Group").CheckAsync();
        await page.Locator(".drop-body").GetByLabel("Cached").UncheckAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Group" })).ToBeVisibleAsync();
        // The server hears of a choice and has the browser keep it: who leaves before that has not chosen.
        await visitor.HoldsAsync("localStorage.getItem('gantry-log-columns')?.split(',').includes('cached') === false");
        await visitor.OpenLiveAsync("/console/log");
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Group" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Cached" })).ToHaveCountAsync(0);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Thousands_are_scrolled_through_with_few_in_the_page_and_nothing_moves_while_they_are_read()
    {
        await using var rig = await LogRig.StartAsync();
        await using (var owner = await chromium.VisitAsync(rig.Server)) await PageRig.SetUpOwnerAsync(owner);
        await using var visitor = await chromium.VisitAsync(rig.Server, Calm);
        var page = visitor.Page;
        await rig.EnterAsync(visitor, LogRig.User);
        var ids = Enumerable.Range(0, 2300).Select(i => $"req_{i:0000}").ToArray();
        await rig.StoreAsync(LogRig.User, ids);
        await visitor.OpenLiveAsync("/console/log");
        var rows = page.Locator(".log tbody tr[data-row]");
        Task<IElementHandle?> LinkAsync(string id) => page.WaitForSelectorAsync($".log a[data-request='{id}']");
        await LinkAsync("req_2299");

        // In the middle of the second page a new one waits for the reader.
        await page.EvaluateAsync("document.querySelector('.log-list').scrollTop = 36 * 150");
        await LinkAsync("req_2145");
        await page.Locator("#live").ClickAsync();
        await rig.StoreAsync(LogRig.User, "req_new");
        var fresh = page.GetByRole(AriaRole.Button, new() { Name = "1 new request" });
        await Assertions.Expect(fresh).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.Equal(36 * 150, await page.EvaluateAsync<int>("document.querySelector('.log-list').scrollTop"));
        await fresh.ClickAsync();
        await LinkAsync("req_new");
        await Assertions.Expect(page.Locator("#live")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Locator("#live").ClickAsync();

        // To the end of what a page holds, then on from there.
        await visitor.HoldsAsync("() => { const list = document.querySelector('.log-list'); list.scrollTop = list.scrollHeight; return document.querySelector('.log-panel .pager') !== null; }");
        await LinkAsync("req_0301");
        Assert.InRange(await rows.CountAsync(), 10, 120);
        await page.GetByRole(AriaRole.Link, new() { Name = "Show older ones" }).ClickAsync();
        await LinkAsync("req_0300");
        await visitor.HoldsAsync("() => { const list = document.querySelector('.log-list'); list.scrollTop = list.scrollHeight; return document.querySelector(\".log a[data-request='req_0000']\") !== null; }");
        await page.GoBackAsync();
        await LinkAsync("req_new");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Administrators_see_everybody_upstreams_and_costs()
    {
        await using var rig = await LogRig.StartAsync();
        await using var owner = await chromium.VisitAsync(rig.Server, Calm);
        await PageRig.SetUpOwnerAsync(owner);
        var first = await rig.SendAsync();
        await rig.SendAsync(LogRig.Theirs);
        await owner.OpenLiveAsync("/console/log");
        await owner.ReadsAsync("No requests yet");
        await owner.Page.Locator("#log-who").SelectOptionAsync("Everybody's");
        var rows = owner.Page.Locator(".log tbody tr[data-row]");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        await Assertions.Expect(rows.Nth(0)).ToContainTextAsync(LogRig.Other);
        await Assertions.Expect(rows.Nth(1)).ToContainTextAsync(LogRig.User);
        await LookAsync(owner.Page, "log-everybody");
        await rows.Nth(1).GetByRole(AriaRole.Link).ClickAsync();
        var report = owner.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(report).ToContainTextAsync(first);
        await Assertions.Expect(report).ToContainTextAsync("north");
        await Assertions.Expect(report).ToContainTextAsync("Our cost");
        await LookAsync(owner.Page, "log-report");
        await owner.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(report).ToHaveCountAsync(0);
        var lines = (await ExportAsync(owner.Page, "JSONL")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal(["north", "north"], lines.Select(line => line.GetProperty("upstream").GetString()!));

        // S-39: a name of a client's making is text in a spreadsheet, too.
        await rig.SendAsync(model: "=1+1", ok: false);
        Assert.Contains(",'=1+1,", await ExportAsync(owner.Page, "CSV"), StringComparison.Ordinal);
        Assert.Empty(owner.Complaints);
    }

    private static async Task<string> AnswersAsync(IPage page, string query, int status, string site = "same-origin")
    {
        var answer = await page.APIRequest.GetAsync("/console/log/export?" + query, new() { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Sec-Fetch-Site"] = site } });
        Assert.Equal(status, answer.Status);
        return await answer.TextAsync();
    }

    private static async Task LookAsync(IPage page, string name)
    {
        foreach (var (width, scheme) in (List<(int, ColorScheme)>)[(1440, ColorScheme.Light), (390, ColorScheme.Dark)])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 900);
            await Pictures.KeepAsync(page, $"{name}-{width}");
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{name} at {width}");
            var found = (await page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical").ToList();
            Assert.True(found.Count == 0, $"{name} {width}: {string.Join("; ", found.Select(one => $"{one.Id}: {string.Join(", ", one.Nodes.Select(node => node.Html))}"))}");
        }

        await page.SetViewportSizeAsync(1440, 900);
    }

    /// <summary>The lines of the bill as they are shown, added up by the test.</summary>
    private static async Task<decimal> SumAsync(ILocator report)
    {
        var sum = 0m;
        foreach (var amount in await report.Locator(".bill-line td:last-child").AllInnerTextsAsync()) sum += decimal.Parse(amount.TrimStart('$'), CultureInfo.InvariantCulture);
        return sum;
    }

    private static async Task<string> ExportAsync(IPage page, string format)
    {
        await page.GetByText("Export", new() { Exact = true }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = format, Exact = true }).ClickAsync());
        await page.Keyboard.PressAsync("Escape");
        Assert.Matches("^usage-[0-9]{8}-[0-9]{8}[.](csv|jsonl)$", download.SuggestedFilename);
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
