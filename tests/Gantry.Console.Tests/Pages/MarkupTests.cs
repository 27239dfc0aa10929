using System.Text.Json;
using Gantry.Console.Tests.Rig;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Pages;

/// <summary>What people and upstreams write is text, wherever it is shown (reliability S-20).</summary>
public sealed class MarkupTests(Chromium chromium)
{
    private static readonly string[] Shown =
    [
        "/console", "/console/token", "/console/log", "/console/topup", "/console/teams", "/console/account", "/console/connect", "/console/connect/claude-code", "/console/playground", "/console/images", "/console/dashboard", "/console/upstreams", "/console/models",
        "/console/models/one?id=m0", "/console/prices", "/console/prices/import", "/console/groups", "/console/groups/one?name=g0", "/console/accounts", "/console/codes", "/console/payments", "/console/simulator", "/console/announcements", "/console/audit", "/console/explain", "/console/settings",
    ];

    private static readonly string[] Plain = ["/pricing", "/status", "/console/security"];

    /// <summary>Makes one of everything for each text, as far as names may be so, and counts what was taken.</summary>
    private const string Fill =
        """
        async ([account, texts]) => {
          const taken = {};
          const send = async (field, path, body) => {
            const answer = await fetch("/api/manage/" + path, { method: "POST", headers: { "content-type": "application/json", "x-gantry-csrf": "1" }, body: JSON.stringify(body) });
            if (answer.ok) taken[field] = (taken[field] ?? 0) + 1;
            return answer;
          };
          for (const [i, text] of texts.entries()) {
            await Promise.all([
              send("key name", "me/keys", { name: text, groups: ["everyone"] }),
              send("announcement title", "announcements", { title: text, text: "x" }),
              send("announcement text", "announcements", { title: "x", text }),
              send("reason", `wallets/${account}/credit`, { amount: "1", reason: text, reference: `r${i}` }),
              send("reference", `wallets/${account}/credit`, { amount: "1", reason: "x", reference: text }),
              send("group name", "groups", { name: text, description: "x" }),
              send("group description", "groups", { name: `g${i}`, description: text }),
              send("model name", "models", { id: text, price: { free: true } }),
              send("model display name", "models", { id: `m${i}`, display_name: text, price: { free: true } }),
              send("model owner", "models", { id: `o${i}`, owned_by: text, price: { free: true } }),
              send("upstream name", "upstreams", { name: text, provider: "simulator", base_url: "http://127.0.0.1:9", allow_private_network: true }),
              send("team name", "teams", { name: text }),
            ]);
          }
          return taken;
        }
        """;

    /// <summary>Elements that nobody of ours makes, and addresses that run.</summary>
    private const string Look =
        """
        () => JSON.stringify({
          hit: String(window.hit ?? ""),
          strange: [...document.querySelectorAll("body script:not([nonce]), iframe, object, embed, math, marquee, body base, body link, body style, body meta, audio, video, template, [onerror], [onload], [onfocus], [onmouseover], [ontoggle], [onstart], [onbegin], [href^='javascript' i], [href^='data:' i], [href^='vbscript' i], [action^='javascript' i]")].map(e => e.outerHTML.slice(0, 120)),
          text: document.body.innerText,
        })
        """;

    [Fact]
    public async Task S_20_Sixty_texts_in_every_field_stay_text_on_every_page()
    {
        await using var server = await PageRig.StartAsync();
        await using var owner = await chromium.VisitAsync(server, new() { ReducedMotion = ReducedMotion.Reduce });
        await PageRig.SetUpOwnerAsync(owner);
        await owner.OpenLiveAsync("/console");
        Assert.Equal(60, Payloads.All.Distinct(StringComparer.Ordinal).Count());
        var account = await owner.Page.EvaluateAsync<string>("async () => (await (await fetch('/api/manage/me')).json()).account_id");
        var taken = await owner.Page.EvaluateAsync<Dictionary<string, int>>(Fill, new object[] { account, Payloads.All });
        // Asked for by clients, so that nobody can refuse it: a model, and what the client calls itself.
        await owner.Page.EvaluateAsync(
            """
            async texts => {
              const made = await (await fetch("/api/manage/me/keys", { method: "POST", headers: { "content-type": "application/json", "x-gantry-csrf": "1" }, body: JSON.stringify({ name: "asks", groups: ["everyone"] }) })).json();
              while ((await fetch("/v1/models", { headers: { authorization: "Bearer " + made.secret } })).status !== 200) await new Promise(done => setTimeout(done, 100));
              for (const text of texts) await fetch("/v1/chat/completions", { method: "POST", headers: { authorization: "Bearer " + made.secret, "content-type": "application/json" }, body: JSON.stringify({ model: text, messages: [{ role: "user", content: "hi" }] }) });
            }
            """,
            Payloads.All);
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join(", ", taken.Select(field => $"{field.Key} {field.Value}")));
        // Free text is taken as it is; names have rules of their own.
        foreach (var field in (string[])["key name", "announcement text", "reason", "reference", "group description", "model display name"]) Assert.True(taken.GetValueOrDefault(field) >= 50, $"{field}: {taken.GetValueOrDefault(field)}");

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Shown)
        {
            await owner.OpenLiveAsync(path);
            seen.UnionWith(await LookAsync(owner, path));
        }

        foreach (var path in Plain)
        {
            Assert.Equal(200, await owner.OpenAsync(path));
            seen.UnionWith(await LookAsync(owner, path));
        }

        // Text is what can be read: most of them on one page or another, letter by letter.
        Assert.True(seen.Count >= 50, $"{seen.Count}: {string.Join(" | ", Payloads.All.Except(seen, StringComparer.Ordinal))}");
        // What the browser was told of in addresses that nobody may load, in scripts that may not run, in dialogs.
        Assert.Empty(owner.Complaints);
    }

    private static async Task<IEnumerable<string>> LookAsync(Visitor owner, string path)
    {
        using var look = JsonDocument.Parse(await owner.Page.EvaluateAsync<string>(Look));
        Assert.True(look.RootElement.GetProperty("hit").GetString() == "", $"{path}: a text ran");
        Assert.True(look.RootElement.GetProperty("strange").GetArrayLength() == 0, $"{path}: {look.RootElement.GetProperty("strange")}");
        var text = look.RootElement.GetProperty("text").GetString()!;
        return [.. Payloads.All.Where(payload => text.Contains(payload, StringComparison.Ordinal))];
    }
}
