using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Teams;
using Gantry.Management.Http;
using Gantry.Management.Rows;
using Gantry.Management.Wallets;

namespace Gantry.Management.Teams;

/// <inheritdoc cref="IMyTeams"/>
internal sealed class MyTeams(Admission admission, CatalogEditor catalog, ITeamPages pages, TeamBudgets budgets, WalletBooks books, TimeProvider time) : IMyTeams
{
    public async Task<Page<MyTeamView>> ListAsync(IActor who, PageQuery query, CancellationToken cancellation)
    {
        var me = admission.Check(who, TeamWorkResource.Mine).AccountId;
        var page = ManageCursor.Page(await pages.OfPersonAsync(me, cancellation), query, mine => mine.Team.Email, mine => mine);
        var shown = new List<MyTeamView>();
        foreach (var (team, member) in page.Data)
        {
            shown.Add(new MyTeamView
            {
                Id = team.Id,
                Name = team.Email,
                Role = EnumWords.Of(member.Role),
                Disabled = team.Disabled,
                Budget = await budgets.ReadAsync(team, member, cancellation),
                Wallet = member.Role == MemberRole.Manager ? await books.GetAsync(team.Id, cancellation) : null,
            });
        }

        return new Page<MyTeamView>(shown, page.Next);
    }

    public Task LeaveAsync(IActor who, Guid team, CancellationToken cancellation)
    {
        var caller = admission.Check(who, TeamWorkResource.Leave);
        return catalog.EditAsync(
            caller,
            TeamWorkResource.Leave,
            rows =>
            {
                var row = CatalogEditor.Find(rows.Members, member => member.TeamId == team && member.AccountId == caller.AccountId, "team");
                return RowEdit.Of(row.Removal(rows.Keys, time.GetUtcNow(), ManagedBy.Hand), row);
            },
            cancellation);
    }
}
