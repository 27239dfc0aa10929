using Gantry.Accounts.SignIn;
using Gantry.Console.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>Every page of the console as somebody who has nothing to do with what others have (reliability S-32).</summary>
public sealed class TenantTests(Chromium chromium)
{
    private static readonly BrowserNewContextOptions Calm = new() { ReducedMotion = ReducedMotion.Reduce };

    [Fact]
    public async Task S_32_No_page_tells_a_user_of_others_by_whatever_address()
    {
        await using var rig = await LogRig.StartAsync();
        await using var owner = await chromium.VisitAsync(rig.Server, Calm);
        await PageRig.SetUpOwnerAsync(owner);
        await owner.OpenLiveAsync("/console");
        var accounts = await rig.Server.Services.GetRequiredService<UserDesk>().ListAsync(TestContext.Current.CancellationToken);
        var them = accounts.Single(account => account.Email == LogRig.Other).Id.ToString();
        var team = (await CreateAsync(owner, "teams", """{"name": "their-own-team"}""", "id"))!;
        await CreateAsync(owner, $"teams/{team}/members", $$"""{"email": "{{LogRig.Other}}", "role": "manager"}""");
        await CreateAsync(owner, $"wallets/{them}/credit", """{"amount": "7.654321", "reason": "their-own-reason", "reference": "their-own-reference"}""");

        await using var other = await chromium.VisitAsync(rig.Server, Calm);
        await rig.EnterAsync(other, LogRig.Other);
        await other.OpenLiveAsync("/console");
        var key = (await CreateAsync(other, "me/keys", """{"name": "their-own-key", "groups": ["everyone"]}""", "key.id"))!;
        var answered = await rig.SendAsync(LogRig.Theirs);
        var refused = await rig.SendAsync(LogRig.Theirs, LogRig.Broken, ok: false);

        await using var user = await chromium.VisitAsync(rig.Server, Calm);
        await rig.EnterAsync(user, LogRig.User);
        var mine = await rig.SendAsync();
        string[] theirs =
        [
            LogRig.Other, PageRig.Owner, "their-own-team", "their-own-reason", "their-own-reference", "their-own-key", answered, refused, key, them, team, "7.654321", "17.65",
            // What serves is for those who run it.
            "north", "127.0.0.1:" + rig.UpstreamPort,
        ];
        string[] addresses =
        [
            $"/console/log?who=all&request={answered}", $"/console/log?id={refused}", $"/console/log?key={key}", $"/console/log?who={team}", $"/console/token?id={key}", $"/console/accounts/{them}",
            $"/console/teams/{team}", $"/console/topup?account={them}", "/console/upstreams/one?name=north", "/console/groups/one?name=everyone", $"/console/models/one?id={LogRig.Model}", $"/console/account?id={them}",
        ];
        var shut = 0;
        foreach (var (path, _, administration) in PageLookTests.Pages.Concat(addresses.Select(address => (address, "", false))).Concat([("/pricing", "", false), ("/status", "", false), ("/console/security", "", false)]))
        {
            await user.OpenAsync(path);
            await Assertions.Expect(user.Page.Locator("h1")).Not.ToBeEmptyAsync();
            var isShut = await user.Page.Locator("h1").InnerTextAsync() == "No such page";
            Assert.True(!administration || isShut, $"{path} is open");
            if (isShut) shut++;
            else if (await user.Page.Locator("main [data-ready]").CountAsync() > 0) await user.LiveAsync();
            var text = await user.Page.ContentAsync();
            // What was asked for may be repeated: it is what the address says already.
            var told = theirs.Where(word => !path.Contains(word, StringComparison.Ordinal) && text.Contains(word, StringComparison.Ordinal)).ToList();
            Assert.True(told.Count == 0, $"{path} tells {string.Join(", ", told)}");
        }

        Assert.True(shut >= PageLookTests.Pages.Count(page => page.Administration), $"{shut} pages are shut");
        // The same looks find what is one's own.
        await user.OpenLiveAsync("/console/log");
        // The list fills itself once it knows how much of it is seen.
        await Assertions.Expect(user.Page.Locator($"[data-request={mine}]")).ToHaveCountAsync(1);
        await user.OpenLiveAsync("/console/token");
        await user.ReadsAsync("laptop");
        await other.OpenLiveAsync("/console/log");
        await Assertions.Expect(other.Page.Locator($"[data-request={answered}]")).ToHaveCountAsync(1);
        await other.OpenLiveAsync("/console/token");
        await other.ReadsAsync("their-own-key");
        await other.OpenLiveAsync("/console/topup");
        await other.ReadsAsync("their-own-reason");
        Assert.Empty(user.Complaints);
    }

    // As the person whose browser it is. The last names a field of what is answered, by its path with dots.
    private static Task<string?> CreateAsync(Visitor visitor, string path, string json, string answer = "") => visitor.Page.EvaluateAsync<string?>(
        """
        async ([path, json, field]) => {
          const answer = await fetch("/api/manage/" + path, { method: "POST", headers: { "content-type": "application/json", "x-gantry-csrf": "1" }, body: json });
          const said = await answer.text();
          if (!answer.ok) throw new Error(answer.status + " " + said);
          return field ? field.split(".").reduce((value, name) => value[name], JSON.parse(said)) : said;
        }
        """,
        new[] { path, json, answer });
}
