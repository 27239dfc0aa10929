using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;

namespace Gantry.Accounts.Users;

/// <summary>Accounts as ASP.NET Core Identity sees them. The catalogue makes accounts, so nothing is made or deleted from here.</summary>
internal sealed class IdentityUsers(ISignInStore signIns, IPasskeyStore passkeys, TimeProvider time)
    : IUserPasswordStore<SignInUser>, IUserSecurityStampStore<SignInUser>, IUserPasskeyStore<SignInUser>
{
    public Task<string> GetUserIdAsync(SignInUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(SignInUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedUserNameAsync(SignInUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task SetUserNameAsync(SignInUser user, string? userName, CancellationToken cancellationToken) => throw OfTheCatalogue();

    // Identity writes it before every update; here it is the e-mail address, which is in lower case already.
    public Task SetNormalizedUserNameAsync(SignInUser user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IdentityResult> CreateAsync(SignInUser user, CancellationToken cancellationToken) => throw OfTheCatalogue();

    public Task<IdentityResult> DeleteAsync(SignInUser user, CancellationToken cancellationToken) => throw OfTheCatalogue();

    public async Task<IdentityResult> UpdateAsync(SignInUser user, CancellationToken cancellationToken)
    {
        if (!await signIns.SavePasswordAsync(user, cancellationToken))
            return IdentityResult.Failed(new IdentityError { Code = nameof(IdentityErrorDescriber.ConcurrencyFailure), Description = "Somebody else changed the account meanwhile." });
        user.StoredStamp = user.Stamp;
        return IdentityResult.Success;
    }

    public Task<SignInUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? signIns.FindAsync(id, cancellationToken) : Task.FromResult<SignInUser?>(null);

    public Task<SignInUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        signIns.FindAsync(normalizedUserName.ToLowerInvariant(), cancellationToken);

    public Task SetPasswordHashAsync(SignInUser user, string? passwordHash, CancellationToken cancellationToken)
    {
        user.PasswordHash = passwordHash;
        return Task.CompletedTask;
    }

    public Task<string?> GetPasswordHashAsync(SignInUser user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(SignInUser user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetSecurityStampAsync(SignInUser user, string stamp, CancellationToken cancellationToken)
    {
        user.Stamp = stamp;
        return Task.CompletedTask;
    }

    public Task<string?> GetSecurityStampAsync(SignInUser user, CancellationToken cancellationToken) => Task.FromResult(user.Stamp);

    public async Task AddOrUpdatePasskeyAsync(SignInUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var row = PasskeyRows.Of(passkey, user.Id, passkey.Name ?? "", time.GetUtcNow());
        if (!await passkeys.UseAsync(row, cancellationToken)) await passkeys.AddAsync(row with { LastUsedAt = null }, cancellationToken);
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(SignInUser user, CancellationToken cancellationToken) =>
        [.. (await passkeys.ListAsync(user.Id, cancellationToken)).Select(PasskeyRows.ToInfo)];

    public async Task<SignInUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.FindAsync(Base64Url.EncodeToString(credentialId), cancellationToken) is { } found ? await signIns.FindAsync(found.AccountId, cancellationToken) : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(SignInUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.FindAsync(Base64Url.EncodeToString(credentialId), cancellationToken) is { } found && found.AccountId == user.Id ? PasskeyRows.ToInfo(found) : null;

    public Task RemovePasskeyAsync(SignInUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        passkeys.RemoveAsync(user.Id, Base64Url.EncodeToString(credentialId), cancellationToken);

    public void Dispose()
    {
        // Nothing of its own: the stores live as long as the server.
    }

    private static NotSupportedException OfTheCatalogue() => new("Accounts are rows of the catalogue: it makes and names them.");
}
