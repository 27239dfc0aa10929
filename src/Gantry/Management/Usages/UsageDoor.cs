using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Usages;

/// <summary>Whose usage somebody may read as their own.</summary>
internal sealed class UsageDoor(ITeamPages teams)
{
    /// <summary>One's own account's or, of a team, what one has done oneself.</summary>
    /// <exception cref="RefusedException">A team that one is not in is not there.</exception>
    public async Task<UsageOwner> OwnerAsync(Guid me, Guid? team, CancellationToken cancellation)
    {
        if (team is not { } named) return me;
        return await teams.MemberAsync(named, me, cancellation) is null ? throw RefusedException.Missing("team") : new UsageOwner(named, me);
    }
}
