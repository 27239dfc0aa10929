using Gantry.Accounts;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Accounts;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Accounts;

/// <inheritdoc cref="IAccountAdmin"/>
internal sealed class AccountAdmin(Admission admission, CatalogEditor catalog, IRowPages pages, TimeProvider time) : IAccountAdmin
{
    public async Task<Page<AccountView>> ListAsync(IActor who, AccountQuery query, CancellationToken cancellation)
    {
        admission.Check(who, AccountResource.List);
        var rows = await pages.AccountsAsync(
            new AccountPageQuery
            {
                Search = query.Search,
                Role = query.Role is null ? null : ReadRole(query.Role),
                Disabled = query.Disabled,
                After = ManageCursor.Read(query.After, 1)?[0],
                Limit = query.Limit + 1,
            },
            cancellation);
        var shown = rows.Take(query.Limit).Select(View).ToArray();
        return new Page<AccountView>(shown, rows.Count > query.Limit ? ManageCursor.Write(shown[^1].Email) : null);
    }

    public async Task<Versioned<AccountView>> GetAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        admission.Check(who, AccountResource.Get);
        return Show(await pages.AccountAsync(id, AccountKind.Person, cancellation) ?? throw RefusedException.Missing("account"));
    }

    public async Task<Versioned<AccountView>> CreateAsync(IActor who, AccountDraft draft, CancellationToken cancellation) => Show(await catalog.EditAsync(
        admission.Check(who, AccountResource.Create),
        AccountResource.Create,
        rows =>
        {
            var row = Said(draft, draft.Email, new AccountRow { Id = Guid.CreateVersion7(time.GetUtcNow()), Email = draft.Email.ToLowerInvariant(), CreatedAt = time.GetUtcNow() });
            CatalogEditor.CheckFree(rows, row.Key);
            return RowEdit.Of([new RowChange(row, null)], row);
        },
        cancellation));

    public Task<Versioned<AccountView>> EditAsync(IActor who, Guid id, Func<AccountTerms, AccountTerms> change, string? tag, CancellationToken cancellation) =>
        ChangeAsync(who, AccountResource.Edit, id, tag, (_, row) => Said(change(Terms(row)), row.Email, row), cancellation);

    public Task<Versioned<AccountView>> SetRoleAsync(IActor who, Guid id, RoleChange change, string? tag, CancellationToken cancellation)
    {
        var role = ReadRole(change.Role);
        return ChangeAsync(
            who,
            AccountResource.Role,
            id,
            tag,
            (caller, row) => role == AccountRole.Owner && caller.Role < AccountRole.Owner ? throw OwnersOnly() : row with { Role = role },
            cancellation);
    }

    public Task<Versioned<AccountView>> DisableAsync(IActor who, Guid id, string? tag, CancellationToken cancellation) =>
        ChangeAsync(who, AccountResource.Disable, id, tag, (_, row) => row with { DisabledBy = ManagedBy.Hand }, cancellation);

    public Task<Versioned<AccountView>> EnableAsync(IActor who, Guid id, string? tag, CancellationToken cancellation) =>
        ChangeAsync(who, AccountResource.Enable, id, tag, (_, row) => row with { DisabledBy = null }, cancellation);

    private async Task<Versioned<AccountView>> ChangeAsync(
        IActor who, ManageRoute route, Guid id, string? tag, Func<Caller, AccountRow, AccountRow> change, CancellationToken cancellation)
    {
        var caller = admission.Check(who, route);
        return Show(await catalog.EditAsync(
            caller,
            route,
            rows =>
            {
                var row = CatalogEditor.Find(rows.Accounts, a => a.Id == id && a.Kind == AccountKind.Person, "account");
                RowTags.Check(tag, RowTags.Of(row));
                if (row.Role == AccountRole.Owner && caller.Role < AccountRole.Owner) throw OwnersOnly();
                var next = change(caller, row);
                if (IsOwnerInUse(row) && !IsOwnerInUse(next) && rows.Accounts.Count(IsOwnerInUse) == 1)
                    throw RefusedException.Of(RefusalKind.Conflict, "last_owner", "This is the last owner: make another one first.");
                return RowEdit.Of([new RowChange(next, row)], next);
            },
            cancellation));
    }

    private static bool IsOwnerInUse(AccountRow row) => row is { Role: AccountRole.Owner, Disabled: false };

    private static AccountRow Said(AccountTerms terms, string email, AccountRow row)
    {
        var said = TermsReader.Read(terms, "account", AccountReader.Read, ("email", email));
        return row with { SpendCaps = said.SpendCaps, RateLimits = said.RateLimits, Plan = said.Plan, TimeZone = said.TimeZone };
    }

    private static AccountTerms Terms(AccountRow row) => new() { SpendCap = RowTexts.Caps(row.SpendCaps), RateLimits = RowTexts.Rates(row.RateLimits), TimeZone = row.TimeZone, Plan = row.Plan };

    private static AccountView View(AccountRow row) => new()
    {
        Id = row.Id,
        Email = row.Email,
        Role = EnumWords.Of(row.Role),
        Disabled = row.Disabled,
        SpendCap = RowTexts.Caps(row.SpendCaps),
        RateLimits = RowTexts.Rates(row.RateLimits),
        TimeZone = row.TimeZone,
        Plan = row.Plan,
        CreatedAt = row.CreatedAt,
        ManagedBy = EnumWords.Of(row.ManagedBy),
    };

    private static Versioned<AccountView> Show(AccountRow row) => new(View(row), RowTags.Of(row));

    private static AccountRole ReadRole(string word) =>
        EnumWords.TryParse<AccountRole>(word, out var role) ? role : throw RefusedException.Field("role", $"must be one of {string.Join(", ", EnumWords.All<AccountRole>())}");

    private static RefusedException OwnersOnly() => RefusedException.Of(RefusalKind.Forbidden, "role_required", "Only an owner makes or changes owners.");
}
