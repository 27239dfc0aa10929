using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Teams;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Teams;

/// <inheritdoc cref="ITeamAdmin"/>
internal sealed class TeamAdmin(Admission admission, CatalogEditor catalog, IRowPages pages, ITeamPages teams, TeamDoor door, TimeProvider time) : ITeamAdmin
{
    public async Task<Page<TeamView>> ListAsync(IActor who, TeamQuery query, CancellationToken cancellation)
    {
        admission.Check(who, TeamResource.List);
        var rows = await pages.AccountsAsync(
            new AccountPageQuery { Kind = AccountKind.Team, Search = query.Search, Disabled = query.Disabled, After = ManageCursor.Read(query.After, 1)?[0], Limit = query.Limit + 1 },
            cancellation);
        var counts = await teams.CountAsync([.. rows.Take(query.Limit).Select(row => row.Id)], cancellation);
        var shown = rows.Take(query.Limit).Select(row => View(row, counts.GetValueOrDefault(row.Id))).ToArray();
        return new Page<TeamView>(shown, rows.Count > query.Limit ? ManageCursor.Write(shown[^1].Name) : null);
    }

    public async Task<Versioned<TeamView>> GetAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        var row = await door.OpenAsync(admission.Check(who, TeamResource.Get), id, cancellation);
        return Show(row, (await teams.CountAsync([id], cancellation)).GetValueOrDefault(id));
    }

    public Task<Versioned<TeamView>> CreateAsync(IActor who, TeamDraft draft, CancellationToken cancellation) => catalog.EditAsync(
        admission.Check(who, TeamResource.Create),
        TeamResource.Create,
        rows =>
        {
            var said = Read(draft, draft.Name);
            var row = Said(said, new AccountRow { Id = Guid.CreateVersion7(time.GetUtcNow()), Kind = AccountKind.Team, Email = said.Email, CreatedAt = time.GetUtcNow() });
            CatalogEditor.CheckFree(rows, row.Key);
            return RowEdit.Of([new RowChange(row, null)], Show(row, members: 0));
        },
        cancellation);

    public Task<Versioned<TeamView>> EditAsync(IActor who, Guid id, Func<TeamTerms, TeamTerms> change, string? tag, CancellationToken cancellation) =>
        ChangeAsync(who, TeamResource.Edit, id, tag, row => Said(Read(change(Terms(row)), row.Email), row), cancellation);

    public Task<Versioned<TeamView>> DisableAsync(IActor who, Guid id, string? tag, CancellationToken cancellation) =>
        ChangeAsync(who, TeamResource.Disable, id, tag, row => row with { DisabledBy = ManagedBy.Hand }, cancellation);

    public Task<Versioned<TeamView>> EnableAsync(IActor who, Guid id, string? tag, CancellationToken cancellation) =>
        ChangeAsync(who, TeamResource.Enable, id, tag, row => row with { DisabledBy = null }, cancellation);

    private Task<Versioned<TeamView>> ChangeAsync(IActor who, ManageRoute route, Guid id, string? tag, Func<AccountRow, AccountRow> change, CancellationToken cancellation)
    {
        var caller = admission.Check(who, route);
        return catalog.EditAsync(
            caller,
            route,
            rows =>
            {
                var row = TeamDoor.Find(rows, caller, id);
                RowTags.Check(tag, RowTags.Of(row));
                var next = change(row);
                return RowEdit.Of([new RowChange(next, row)], Show(next, rows.Members.Count(member => member.TeamId == id)));
            },
            cancellation);
    }

    private static DeclaredAccount Read(TeamTerms terms, string name) => TermsReader.Read(terms, "team", TeamReader.Read, ("name", name));

    private static AccountRow Said(DeclaredAccount said, AccountRow row) => row with { SpendCaps = said.SpendCaps, RateLimits = said.RateLimits, Plan = said.Plan, TimeZone = said.TimeZone };

    private static TeamTerms Terms(AccountRow row) => new() { SpendCap = RowTexts.Caps(row.SpendCaps), RateLimits = RowTexts.Rates(row.RateLimits), TimeZone = row.TimeZone, Plan = row.Plan };

    private static TeamView View(AccountRow row, int members) => new()
    {
        Id = row.Id,
        Name = row.Email,
        Disabled = row.Disabled,
        SpendCap = RowTexts.Caps(row.SpendCaps),
        RateLimits = RowTexts.Rates(row.RateLimits),
        TimeZone = row.TimeZone,
        Plan = row.Plan,
        Members = members,
        CreatedAt = row.CreatedAt,
        ManagedBy = EnumWords.Of(row.ManagedBy),
    };

    private static Versioned<TeamView> Show(AccountRow row, int members) => new(View(row, members), RowTags.Of(row));
}
