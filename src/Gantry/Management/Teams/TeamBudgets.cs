using Gantry.Billing.Caps;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Management.Wallets;
using Gantry.Snapshot;

namespace Gantry.Management.Teams;

/// <summary>How far budgets are used up.</summary>
internal sealed class TeamBudgets(SpendLines lines, SnapshotHolder snapshots)
{
    public Task<IReadOnlyList<BudgetLine>> ReadAsync(AccountRow team, TeamMemberRow member, CancellationToken cancellation) => lines.ReadAsync(
        SpendScope.Member, new TeamMember(member.TeamId, member.AccountId).ToString(), member.SpendCaps, SpendTerms.ZoneOf(team, snapshots.Current.Settings.Zone), cancellation);
}
