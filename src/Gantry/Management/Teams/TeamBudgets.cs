using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Teams;
using Gantry.Management.Wallets;
using Gantry.Snapshot;

namespace Gantry.Management.Teams;

/// <summary>How far budgets are used up: by the tallies that requests are held against, and the store for what other runs have charged.</summary>
internal sealed class TeamBudgets(WalletDesk desk, ILedgerStore ledger, GatewayRun run, SnapshotHolder snapshots, TimeProvider time)
{
    public async Task<IReadOnlyList<BudgetLine>> ReadAsync(AccountRow team, TeamMemberRow member, CancellationToken cancellation)
    {
        var (now, zone) = (time.GetUtcNow(), SpendTerms.ZoneOf(team, snapshots.Current.Settings.Zone));
        var id = new TeamMember(member.TeamId, member.AccountId).ToString();
        var lines = new List<BudgetLine>();
        foreach (var limit in member.SpendCaps)
        {
            var span = SpendWindows.Of(limit.Window, now, zone);
            var standing = desk.Standing(new SpendCap(SpendScope.Member, id, limit.Window, limit.Amount, zone), now);
            var others = standing?.Others ?? await ledger.SpentAsync(SpendScope.Member, id, span.Since, run.Number, cancellation);
            var spent = others + (standing?.Charged ?? Money.Zero);
            lines.Add(new BudgetLine
            {
                Window = EnumWords.Of(limit.Window),
                Amount = MoneyTexts.Show(limit.Amount),
                Spent = MoneyTexts.Show(spent),
                Left = MoneyTexts.Show(Money.Max(Money.Zero, limit.Amount - spent)),
                ResetsAt = span.ResetsAt,
            });
        }

        return lines;
    }
}
