using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Catalog.Declared;

namespace Gantry.Accounts.SignIn;

/// <summary>Makes accounts for people in the catalogue.</summary>
internal sealed class AccountDesk(ICatalogStore catalog, TimeProvider time)
{
    /// <summary>An e-mail address as it is kept.</summary>
    public static string Normal(string email) => email.Trim().ToLowerInvariant();

    /// <returns>Why the address cannot be an account's; null where it can.</returns>
    public static string? Refuse(string email) => Names.IsEmail(email) ? null : "This is no e-mail address.";

    /// <summary>Makes an account.</summary>
    /// <exception cref="CatalogRefusedException">There is one of that address, or it is none.</exception>
    public Task<AccountRow> AddAsync(string email, AccountRole role, AuditNote note, CancellationToken cancellation) => catalog.EditAsync(
        rows =>
        {
            if (!Names.IsEmail(email)) throw new CatalogRefusedException([$"'{email}' is no e-mail address"]);
            if (rows.Accounts.Any(a => a.Email == email)) throw new CatalogRefusedException([$"there is an account {email} already"]);
            var row = New(email, role);
            return ((IReadOnlyList<RowChange>)[new RowChange(row, null)], row);
        },
        note,
        cancellation);

    /// <summary>Whether an account of this address can be the owner, and why not.</summary>
    public async Task<string?> RefuseOwnerAsync(string email, CancellationToken cancellation) =>
        Owner(await catalog.LoadAsync(cancellation), email).Refusal;

    /// <summary>Makes the owner, or takes the account that has this address already.</summary>
    /// <returns>The account; or why it cannot be.</returns>
    public Task<(AccountRow? Row, string? Refusal)> OwnAsync(string email, AuditNote note, CancellationToken cancellation) => catalog.EditAsync(
        rows =>
        {
            var (row, before, refusal) = Owner(rows, email);
            IReadOnlyList<RowChange> changes = row is null || row == before ? [] : [new RowChange(row, before)];
            return (changes, (row, refusal));
        },
        note,
        cancellation);

    private (AccountRow? Row, AccountRow? Before, string? Refusal) Owner(CatalogRows rows, string email)
    {
        var before = rows.Accounts.FirstOrDefault(a => a.Email == email);
        return before switch
        {
            null => (New(email, AccountRole.Owner), null, null),
            { Disabled: true } => (null, before, "The account of this address is disabled."),
            { Role: AccountRole.Owner } => (before, before, null),
            // The next time that it is applied, the file would take the role back.
            { ManagedBy: not ManagedBy.Hand } => (null, before, $"The configuration file says that this account's role is {EnumWords.Of(before.Role)}: declare it as owner there, or take another address."),
            _ => (before with { Role = AccountRole.Owner }, before, null),
        };
    }

    private AccountRow New(string email, AccountRole role) =>
        new() { Id = Guid.CreateVersion7(time.GetUtcNow()), Email = email, Role = role, CreatedAt = time.GetUtcNow(), ManagedBy = ManagedBy.Hand };
}
