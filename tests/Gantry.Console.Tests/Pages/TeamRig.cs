using Gantry.Console.Tests.Rig;

namespace Gantry.Console.Tests.Pages;

/// <summary>A team with money, limits, a manager, members with and without a budget, and keys.</summary>
internal static class TeamRig
{
    /// <param name="server">The gateway.</param>
    /// <param name="owner">Who makes it and manages it, on a page of the console; the user of <see cref="PageRig"/> becomes a member.</param>
    /// <returns>The address of its page.</returns>
    public static async Task<string> MakeAsync(GatewayServer server, Visitor owner)
    {
        var id = await owner.Page.EvaluateAsync<string>(
            """
            async ([owner, user]) => {
              const send = async (path, body) => {
                const answer = await fetch("/api/manage/" + path, { method: "POST", headers: { "content-type": "application/json", "x-gantry-csrf": "1" }, body: JSON.stringify(body) });
                if (!answer.ok) throw new Error(await answer.text());
                return await answer.json();
              };
              const { id } = await send("teams", { name: "research", spend_cap: [{ amount: "500", window: "month" }], rate_limits: { requests_per_minute: 600, concurrent: 20 }, time_zone: "Europe/Berlin" });
              await send("teams", { name: "the department of applied statistics of the subsidiary" });
              await send(`teams/${id}/members`, { email: owner, role: "manager" });
              await send(`teams/${id}/members`, { email: user, spend_cap: [{ amount: "5", window: "day" }, { amount: "50.25", window: "month" }] });
              for (const name of ["notebook", "continuous integration"]) await send("me/keys", { name, groups: ["everyone"], team: "research", spend_cap: [{ amount: "2.5", window: "day" }] });
              await send("keys", { account: "research", member: user, name: "desk", groups: ["everyone"] });
              return id;
            }
            """,
            new object[] { PageRig.Owner, PageRig.User });
        await Traffic.CreditAsync(server, "research", 200);
        return "/console/teams/" + id;
    }
}
