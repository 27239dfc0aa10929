using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Snapshot;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

/// <summary>Teams in the declarative file, and what becomes of them in the snapshot.</summary>
public sealed class TeamFileTests
{
    private const string Base =
        """
        upstreams:
          - {name: u, provider: openai, api_keys: [sk-1]}
        models:
          - {id: m, price: {free: true}}
        groups:
          - {name: g, deployments: [{model: m, upstream: u}]}
        accounts:
          - {email: ann@b.c, keys: [{name: own, secret: sk-own-0123456789abcdef, groups: [g]}]}
          - {email: bob@b.c}
        teams:
          - name: red
            members: [{email: ann@b.c, role: manager, spend_cap: {amount: 2, window: day}}, {email: bob@b.c}]
            keys: [{name: k, secret: sk-red-k-0123456789abcdef, groups: [g], member: ann@b.c}, {name: bot, secret: sk-red-bot-0123456789ab, groups: [g]}]
          - {name: blue, spend_cap: {amount: 5}, time_zone: Asia/Kolkata, members: [{email: ann@b.c}], keys: [{name: k, secret: sk-blue-k-0123456789abc, groups: [g], member: ann@b.c}]}
        """;

    [Theory]
    [InlineData("name: red", "title: red", 11, 5, "team has no name")]
    [InlineData("name: red", "name: r@d", 11, 11, "holds an @ or a slash")]
    [InlineData("name: red", "name: r/d", 11, 11, "holds an @ or a slash")]
    [InlineData("name: red", "name: BLUE", 14, 5, "team blue is declared twice, first in line 11")]
    [InlineData("{email: bob@b.c}]", "{email: bab@b.c}]", 12, 93, "there is no account 'bab@b.c'; did you mean 'bob@b.c'?")]
    [InlineData("{email: bob@b.c}]", "{email: blue}]", 12, 93, "'blue' is not an e-mail address")]
    [InlineData("{email: bob@b.c}]", "{email: ANN@b.c}]", 12, 85, "member red/ann@b.c is declared twice")]
    [InlineData("{email: bob@b.c}]", "{role: manager}]", 12, 85, "member has no email")]
    [InlineData("{email: bob@b.c}]", "{email: bob@b.c, spend_cap: {amount: 0}}]", 12, 113, "allows nothing")]
    [InlineData("{email: bob@b.c}]", "{email: bob@b.c, budget: 1}]", 12, 102, "unknown key 'budget' in member")]
    [InlineData("role: manager", "role: manger", 12, 38, "unknown value 'manger', one of member, manager; did you mean 'manager'?")]
    [InlineData("groups: [g], member: ann@b.c}, {name: bot", "groups: [g], member: eve@b.c}, {name: bot", 13, 78, "'eve@b.c' is no member of 'red'")]
    [InlineData("members: [{email: ann@b.c}], keys", "members: [{email: bob@b.c}], keys", 14, 167, "'ann@b.c' is no member of 'blue'")]
    [InlineData("groups: [g]}]}\n  - {email", "groups: [g], member: ann@b.c}]}\n  - {email", 8, 87, "unknown key 'member' in key")]
    [InlineData("name: blue, ", "name: blue, plan: none, ", 14, 24, "there is no plan 'none'")]
    [InlineData("Asia/Kolkata", "Asia/Kolkatta", 14, 53, "Asia/Kolkatta")]
    [InlineData("name: blue, ", "name: blue, role: owner, ", 14, 18, "unknown key 'role' in team")]
    public async Task Mistake_is_told_with_its_place(string right, string wrong, int line, int column, string message)
    {
        var at = Base.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at > 0, right);
        var problems = await ProblemsAsync(Base[..at] + wrong + Base[(at + right.Length)..]);
        var problem = problems.FirstOrDefault(p => p.Message.Contains(message, StringComparison.Ordinal));
        Assert.True(problem is not null, string.Join('\n', problems));
        Assert.Equal(new FilePosition(line, column), problem.At);
    }

    [Fact]
    public async Task Without_mistakes_there_are_none_and_the_second_time_nothing_changes()
    {
        Assert.Empty(await ProblemsAsync(Base));
        using var folder = new TempFolder();
        await using var database = await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), TestContext.Current.CancellationToken);
        var store = new CatalogStore(database, Sample.Chain);
        var made = (await Sample.ApplyAsync(store, Base)).Changes.Select(c => c.ToString()).ToArray();
        Assert.Equal(["+ team red", "+ team blue", "+ member red/ann@b.c", "+ member red/bob@b.c", "+ member blue/ann@b.c"], made.Where(c => c.StartsWith("+ team", StringComparison.Ordinal) || c.StartsWith("+ member", StringComparison.Ordinal)));
        Assert.Empty((await Sample.ApplyAsync(store, Base)).Changes);
        Assert.Equal(
            ["~ member red/ann@b.c: role manager -> member, spend_cap [2.00/day] -> [3.00/day]"],
            (await Sample.ApplyAsync(store, Base.Replace("role: manager, spend_cap: {amount: 2", "spend_cap: {amount: 3", StringComparison.Ordinal))).Changes.Select(c => c.ToString()));
    }

    [Fact]
    public void Key_of_a_member_has_the_budget_between_its_own_caps_and_those_of_the_team()
    {
        var rows = Sample.Rows(Base.Replace("name: k, secret: sk-blue", "name: k, spend_cap: {amount: 1}, secret: sk-blue", StringComparison.Ordinal)
            .Replace("members: [{email: ann@b.c}]", "members: [{email: ann@b.c, spend_cap: [{amount: 3}, {amount: 1, window: month}]}]", StringComparison.Ordinal));
        var keys = Keys(rows);
        var key = rows.Keys.Single(k => k.Account == "blue");
        var member = new TeamMember(key.AccountId, key.MemberId!.Value).ToString();
        var kolkata = keys["blue/k"].Zone;
        Assert.Equal("Asia/Kolkata", kolkata.Id);
        Assert.Equal(
            [
                new SpendCap(SpendScope.Key, key.Id.ToString(), SpendWindow.Total, Dollars(1), kolkata) { Team = "blue" },
                new SpendCap(SpendScope.Member, member, SpendWindow.Total, Dollars(3), kolkata) { Team = "blue" },
                new SpendCap(SpendScope.Member, member, SpendWindow.Month, Dollars(1), kolkata) { Team = "blue" },
                new SpendCap(SpendScope.Account, key.AccountId.ToString(), SpendWindow.Total, Dollars(5), kolkata) { Team = "blue" },
            ],
            keys["blue/k"].Caps);
        Assert.Equal([false, true, true], ((string[])["blue/k", "red/k", "red/bot"]).Select(k => keys[k].SeesWallet));
        Assert.Equal((TeamMember.Parse(member), false), (new TeamMember(key.AccountId, key.MemberId.Value), keys["red/bot"].Caps.Any(c => c.Scope == SpendScope.Member)));
        Assert.Throws<FormatException>(() => TeamMember.Parse(key.AccountId.ToString()));
    }

    [Fact]
    public void S_32_Each_member_of_a_team_is_a_tenant_of_its_own()
    {
        var rows = Sample.Rows(Base.Replace("{name: bot,", "{name: second, secret: sk-red-s-0123456789abcdef, groups: [g], member: ann@b.c}, {name: his, secret: sk-red-h-0123456789abcdef, groups: [g], member: bob@b.c}, {name: bot,", StringComparison.Ordinal));
        var keys = Keys(rows);
        Assert.Equal(keys["red/k"].TenantId, keys["red/second"].TenantId);
        string[] apart = ["red/k", "red/his", "red/bot", "blue/k", "ann@b.c/own"];
        Assert.Equal(apart.Length, apart.Select(k => keys[k].TenantId).Distinct().Count());
        Assert.Equal((keys["red/bot"].AccountId, keys["ann@b.c/own"].AccountId), (keys["red/bot"].TenantId, keys["ann@b.c/own"].TenantId));
    }

    [Fact]
    public void S_3_Keys_of_whoever_left_or_is_disabled_and_of_a_disabled_team_are_refused()
    {
        var rows = Sample.Rows(Base);
        Assert.DoesNotContain(true, Keys(rows).Values.Select(k => k.Disabled));
        AccountRow Off(AccountRow row) => row with { DisabledBy = ManagedBy.Hand };
        Assert.Equal(["ann@b.c/own", "blue/k", "red/k"], Refused(rows with { Accounts = [.. rows.Accounts.Select(a => a.Email == "ann@b.c" ? Off(a) : a)] }));
        Assert.Equal(["red/bot", "red/k"], Refused(rows with { Accounts = [.. rows.Accounts.Select(a => a.Email == "red" ? Off(a) : a)] }));

        // Gone without its keys, as no edit leaves it: the rule says so, and the key would be refused all the same.
        var gone = rows with { Members = [.. rows.Members.Where(m => m.Team != "red")] };
        Assert.Contains(new SnapshotBuilder(Sample.Seal, new FixedTime()).Build(gone).Problems, p => p.Message == "'ann@b.c' is no member of 'red'");
        Assert.True(TeamTerms.IsOut(gone.Keys.Single(k => k is { Account: "red", Name: "k" }), null, new CatalogIndex(gone)));

        static IEnumerable<string> Refused(CatalogRows rows) => Keys(rows).Where(k => k.Value.Disabled).Select(k => k.Key).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Disabled_by_hand_a_team_stays_so()
    {
        using var folder = new TempFolder();
        await using var database = await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), TestContext.Current.CancellationToken);
        var store = new CatalogStore(database, Sample.Chain);
        await Sample.ApplyAsync(store, Base);
        var rows = await store.LoadAsync(TestContext.Current.CancellationToken);
        var red = rows.Accounts.Single(a => a.Email == "red");
        await store.ApplyAsync(rows.Version, [new RowChange(red with { DisabledBy = ManagedBy.Hand }, red)], TestContext.Current.CancellationToken);
        var report = await Sample.ApplyAsync(store, Base);
        Assert.Equal(["team red stays disabled: a person disabled it"], report.Notes);
        Assert.Empty(report.Changes);
    }

    private static Dictionary<string, ApiKey> Keys(CatalogRows rows)
    {
        var result = new SnapshotBuilder(Sample.Seal, new FixedTime()).Build(rows);
        Assert.True(result.Snapshot is not null, string.Join('\n', result.Problems));
        return rows.Keys.ToDictionary(k => k.Key.Name, k => result.Snapshot.Keys[k.Hash]);
    }

    private static Money Dollars(long dollars) => new(dollars * Money.NanosPerDollar);

    private static async Task<IReadOnlyList<ConfigurationProblem>> ProblemsAsync(string yaml)
    {
        using var folder = new TempFolder();
        await using var database = await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), TestContext.Current.CancellationToken);
        try
        {
            return [.. (await Sample.ApplyAsync(new CatalogStore(database, Sample.Chain), yaml)).Warnings];
        }
        catch (ConfigurationException refused)
        {
            return refused.Problems;
        }
    }
}
