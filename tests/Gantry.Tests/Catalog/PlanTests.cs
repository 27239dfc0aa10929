using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Catalog.Rules;
using Gantry.Snapshot;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

/// <summary>Plans from the file to the store and to the snapshot.</summary>
public sealed class PlanTests : IAsyncLifetime
{
    private const string Yaml =
        """
        plans:
          - {name: pro, amount: 20.00, period: month, overflow: wallet}
          - {name: free, amount: 0.5, period: day, overflow: refuse}
          - {name: plain, amount: 1}
        accounts:
          - {email: a@b.c, plan: pro}
          - {email: d@e.f, plan: free}
          - {email: g@h.i}
        """;

    private readonly TempFolder _folder = new();
    private IDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await TestStore.OpenAsync(_folder.File("gantry.db"), new FixedTime(), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Plans_come_back_from_the_store_and_a_second_time_changes_nothing()
    {
        var store = new CatalogStore(_database, Sample.Chain);
        Assert.Contains("+ plan pro", (await Sample.ApplyAsync(store, Yaml)).Changes.Select(c => c.ToString()));
        Assert.Empty((await Sample.ApplyAsync(store, Yaml)).Changes);

        var rows = await store.LoadAsync(CancellationToken.None);
        Assert.Equal(
            [("free", 500_000_000L, PlanPeriod.Day, PlanOverflow.Refuse), ("plain", 1_000_000_000, PlanPeriod.Month, PlanOverflow.Wallet), ("pro", 20_000_000_000, PlanPeriod.Month, PlanOverflow.Wallet)],
            rows.Plans.Select(p => (p.Name, p.AmountNanos, p.Period, p.Overflow)));
        Assert.Equal(["pro", "free", null], rows.Accounts.Select(a => a.Plan));

        // A plan may go together with the last mention of it.
        var other = Yaml.Replace("  - {name: pro, amount: 20.00, period: month, overflow: wallet}\n", "", StringComparison.Ordinal)
            .Replace(", plan: pro", "", StringComparison.Ordinal).Replace("overflow: refuse", "overflow: wallet", StringComparison.Ordinal);
        Assert.Equal(
            ["- plan pro", "~ account a@b.c: plan pro -> none", "~ plan free: overflow refuse -> wallet"],
            (await Sample.ApplyAsync(store, other)).Changes.Select(c => c.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Unknown_plan_and_a_plan_of_nothing_are_refused()
    {
        var rows = Sample.Rows(
            """
            plans:
              - {name: pro, amount: 0}
              - {name: none}
            accounts:
              - {email: a@b.c, plan: prox}
            """);
        Assert.Equal(
            [
                "plan pro: grants nothing: give an amount above zero",
                "plan none: grants nothing: give an amount above zero",
                "account a@b.c: there is no plan 'prox'; did you mean 'pro'?",
            ],
            CatalogRules.Check(new CatalogIndex(rows)).Select(p => p.ToString()));
    }

    [Fact]
    public void Words_that_a_plan_does_not_know_are_refused_at_their_lines()
    {
        var declared = Sample.Declare("plans:\n  - {name: pro, amount: 1, period: total, overflow: stop}\n");
        Assert.Equal([2, 2], declared.Problems.Select(p => p.At!.Value.Line));
        Assert.Contains("day, week, month", declared.Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Snapshot_has_the_plan_at_every_key_of_its_account()
    {
        var rows = Sample.Rows(Sample.Yaml.Replace("    credit: 10.00 ", "    plan: pro # ", StringComparison.Ordinal) + "\nplans: [{name: pro, amount: 20}]\n");
        var key = new SnapshotBuilder(Sample.Seal, TimeProvider.System).Build(rows).Snapshot!.Keys.Values.Single();
        Assert.Equal(new PlanTerms("pro", new Money(20_000_000_000), PlanPeriod.Month, PlanOverflow.Wallet), key.Plan);
    }
}
