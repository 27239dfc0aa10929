using Gantry.Catalog;

namespace Gantry.Cli.Code;

/// <summary>Whose a key is that a command makes.</summary>
internal static class KeyAccount
{
    /// <summary>The one that is named, else the only owner, else the only account.</summary>
    /// <exception cref="CatalogRefusedException">There is none, or not one alone.</exception>
    public static AccountRow Choose(CatalogRows rows, string? email)
    {
        if (email is not null)
        {
            var wanted = email.ToLowerInvariant();
            return rows.Accounts.FirstOrDefault(account => account.Email == wanted)
                ?? throw new CatalogRefusedException([$"there is no account '{wanted}'{Nearest.Hint(wanted, rows.Accounts.Select(account => account.Email))}"]);
        }

        AccountRow[] open = [.. rows.Accounts.Where(account => account.Kind == AccountKind.Person && !account.Disabled)];
        AccountRow[] owners = [.. open.Where(account => account.Role == AccountRole.Owner)];
        return (owners, open) switch
        {
            ([var owner], _) => owner,
            (_, [var only]) => only,
            (_, []) => throw new CatalogRefusedException(["the gateway has no account yet: make one in the console, or by gantry user add"]),
            _ => throw new CatalogRefusedException([$"several accounts could pay ({string.Join(", ", open.Take(5).Select(account => account.Email))}): name one with --account EMAIL"]),
        };
    }
}
