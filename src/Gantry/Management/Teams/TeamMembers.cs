using Gantry.Accounts;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Teams;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Teams;

/// <inheritdoc cref="ITeamMembers"/>
internal sealed class TeamMembers(Admission admission, CatalogEditor catalog, ITeamPages pages, TeamDoor door, TeamBudgets budgets, TimeProvider time) : ITeamMembers
{
    public async Task<Page<MemberView>> ListAsync(IActor who, Guid team, PageQuery query, CancellationToken cancellation)
    {
        await door.OpenAsync(admission.Check(who, TeamResource.Members), team, cancellation);
        var rows = await pages.MembersAsync(team, query.Search, ManageCursor.Read(query.After, 1)?[0], query.Limit + 1, cancellation);
        var shown = rows.Take(query.Limit).Select(row => View(row, null)).ToArray();
        return new Page<MemberView>(shown, rows.Count > query.Limit ? ManageCursor.Write(shown[^1].Email) : null);
    }

    public async Task<Versioned<MemberView>> GetAsync(IActor who, Guid team, Guid member, CancellationToken cancellation)
    {
        var opened = await door.OpenAsync(admission.Check(who, TeamResource.Member), team, cancellation);
        return await ShowAsync(opened, await pages.MemberAsync(team, member, cancellation) ?? throw RefusedException.Missing("member"), cancellation);
    }

    public async Task<Versioned<MemberView>> AddAsync(IActor who, Guid team, MemberDraft draft, CancellationToken cancellation)
    {
        var caller = admission.Check(who, TeamResource.Add);
        var (opened, added) = await catalog.EditAsync(
            caller,
            TeamResource.Add,
            rows =>
            {
                var into = TeamDoor.Find(rows, caller, team);
                var said = Read(draft, into.Email, draft.Email);
                // No hint at what others are called: whoever asks may be no admin.
                var person = rows.Accounts.FirstOrDefault(a => a.Kind == AccountKind.Person && a.Email == said.Email)
                    ?? throw RefusedException.Field("email", $"there is no account '{said.Email}'");
                var row = said with { TeamId = into.Id, AccountId = person.Id, CreatedAt = time.GetUtcNow(), ManagedBy = ManagedBy.Hand };
                CatalogEditor.CheckFree(rows, row.Key);
                return RowEdit.Of([new RowChange(row, null)], (into, row));
            },
            cancellation);
        return await ShowAsync(opened, added, cancellation);
    }

    public async Task<Versioned<MemberView>> EditAsync(IActor who, Guid team, Guid member, Func<MemberTerms, MemberTerms> change, string? tag, CancellationToken cancellation)
    {
        var caller = admission.Check(who, TeamResource.EditMember);
        var (opened, edited) = await catalog.EditAsync(
            caller,
            TeamResource.EditMember,
            rows =>
            {
                var (of, row) = Find(rows, caller, team, member, tag);
                var said = Read(change(Terms(row)), of.Email, row.Email);
                var next = row with { Role = said.Role, SpendCaps = said.SpendCaps };
                return RowEdit.Of([new RowChange(next, row)], (of, next));
            },
            cancellation);
        return await ShowAsync(opened, edited, cancellation);
    }

    public Task RemoveAsync(IActor who, Guid team, Guid member, string? tag, CancellationToken cancellation)
    {
        var caller = admission.Check(who, TeamResource.Remove);
        return catalog.EditAsync(
            caller,
            TeamResource.Remove,
            rows =>
            {
                var (_, row) = Find(rows, caller, team, member, tag);
                return RowEdit.Of(row.Removal(rows.Keys, time.GetUtcNow(), ManagedBy.Hand), row);
            },
            cancellation);
    }

    private static (AccountRow Team, TeamMemberRow Member) Find(CatalogRows rows, Caller caller, Guid team, Guid member, string? tag)
    {
        var of = TeamDoor.Find(rows, caller, team);
        var row = CatalogEditor.Find(rows.Members, m => m.TeamId == of.Id && m.AccountId == member, "member");
        RowTags.Check(tag, RowTags.Of(row));
        return (of, row);
    }

    private static TeamMemberRow Read(MemberTerms terms, string team, string email) => TermsReader.Read(terms, "member", map => TeamReader.Member(map, team), ("email", email));

    private static MemberTerms Terms(TeamMemberRow row) => new() { Role = EnumWords.Of(row.Role), SpendCap = RowTexts.Caps(row.SpendCaps) };

    private static MemberView View(TeamMemberRow row, IReadOnlyList<BudgetLine>? budget) => new()
    {
        AccountId = row.AccountId,
        Email = row.Email,
        Role = EnumWords.Of(row.Role),
        SpendCap = RowTexts.Caps(row.SpendCaps),
        Budget = budget,
        CreatedAt = row.CreatedAt,
        ManagedBy = EnumWords.Of(row.ManagedBy),
    };

    private async Task<Versioned<MemberView>> ShowAsync(AccountRow team, TeamMemberRow row, CancellationToken cancellation) =>
        new(View(row, await budgets.ReadAsync(team, row, cancellation)), RowTags.Of(row));
}
