using Gantry.Accounts;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Management.Rows;

namespace Gantry.Management.Teams;

/// <summary>Lets to a team whoever manages it, and admins. For all others it is not there, as if it had never been (reliability S-32).</summary>
internal sealed class TeamDoor(ITeamPages pages)
{
    /// <exception cref="RefusedException">There is none, or the caller does not manage it.</exception>
    public async Task<AccountRow> OpenAsync(Caller caller, Guid team, CancellationToken cancellation) =>
        await pages.TeamAsync(team, caller.Role >= AccountRole.Admin ? null : caller.AccountId, cancellation) ?? throw RefusedException.Missing("team");

    /// <inheritdoc cref="OpenAsync"/>
    public static AccountRow Find(CatalogRows rows, Caller caller, Guid team) => CatalogEditor.Find(
        rows.Accounts,
        row => row.Id == team && row.Kind == AccountKind.Team
            && (caller.Role >= AccountRole.Admin || rows.Members.Any(m => m.TeamId == team && m.AccountId == caller.AccountId && m.Role == MemberRole.Manager)),
        "team");
}
