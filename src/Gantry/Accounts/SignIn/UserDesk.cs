using Gantry.Accounts.Users;
using Gantry.Audit;
using Gantry.Catalog;

namespace Gantry.Accounts.SignIn;

/// <summary>What is done about other people's sign-in at the machine itself.</summary>
internal sealed class UserDesk(ISignInStore signIns, AccountDesk accounts, OneTimeTokens tokens, IAuditLog audit)
{
    /// <summary>Every account and how it can be signed in to, by e-mail.</summary>
    public Task<IReadOnlyList<SignInUser>> ListAsync(CancellationToken cancellation) => signIns.ListAsync(cancellation);

    /// <summary>Makes an account.</summary>
    /// <returns>A one-time token for its first password.</returns>
    /// <exception cref="CatalogRefusedException">There is one of that address, or it is none.</exception>
    public async Task<string> AddAsync(string email, AccountRole role, AuditNote note, CancellationToken cancellation)
    {
        var row = await accounts.AddAsync(AccountDesk.Normal(email), role, note, cancellation);
        return await tokens.IssueAsync(OneTimeTokens.Password, row.Id, OneTimeTokens.PasswordLife, cancellation);
    }

    /// <summary>Takes the password of an account away, and its sessions; with <paramref name="factors"/> its second factors as well.</summary>
    /// <returns>A one-time token for a new password.</returns>
    /// <exception cref="CatalogRefusedException">There is no such account.</exception>
    public async Task<string> ResetAsync(string email, bool factors, AuditNote note, CancellationToken cancellation)
    {
        var normal = AccountDesk.Normal(email);
        if (await signIns.FindAsync(normal, cancellation) is not { } user)
        {
            var all = await signIns.ListAsync(cancellation);
            throw new CatalogRefusedException([$"there is no account '{normal}'{Nearest.Hint(normal, all.Select(u => u.Email))}"]);
        }

        await signIns.ResetAsync(user.Id, factors, cancellation);
        await audit.AppendAsync(note, [new AuditChange($"account {user.Email}", After: factors ? """{"password":"reset","factors":"removed"}""" : """{"password":"reset"}""")], cancellation);
        return await tokens.IssueAsync(OneTimeTokens.Password, user.Id, OneTimeTokens.PasswordLife, cancellation);
    }
}
