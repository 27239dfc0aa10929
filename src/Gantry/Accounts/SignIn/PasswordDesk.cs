using Gantry.Accounts.Passwords;
using Gantry.Accounts.Users;
using Microsoft.AspNetCore.Identity;

namespace Gantry.Accounts.SignIn;

/// <summary>Compares and sets passwords. An account without one, or none at all, costs the same time (reliability S-25).</summary>
internal sealed class PasswordDesk(UserManager<SignInUser> users, IPasswordHasher<SignInUser> hasher, NoPassword none, OneTimeTokens tokens)
{
    /// <summary>PBKDF2 with HMAC-SHA512.</summary>
    public const int Iterations = 210_000;

    // What is longer than any password here is hashed in the place of it: the work is the same.
    private const int LongestUnits = 2 * PasswordRules.Longest;

    /// <summary>Whether it is the password. One that was hashed with less work is hashed anew.</summary>
    public async Task<bool> CheckAsync(SignInUser? user, string password)
    {
        var typed = password.Length > LongestUnits ? "" : password;
        if (user?.PasswordHash is not null) return await users.CheckPasswordAsync(user, typed);
        hasher.VerifyHashedPassword(none.User, none.Hash, typed);
        return false;
    }

    /// <summary>Sets a password. Links to one that somebody has asked for by mail are over then.</summary>
    /// <returns>Why not, as a sentence; null where it is set.</returns>
    public async Task<string?> SetAsync(SignInUser user, string password)
    {
        if (PasswordRules.Refuse(password, user.Email) is { } reason) return reason;
        user.PasswordHash = null;
        var result = await users.AddPasswordAsync(user, password);
        if (!result.Succeeded) return string.Join(' ', result.Errors.Select(e => e.Description));
        await tokens.EndAsync(OneTimeTokens.Mailed, user.Id, CancellationToken.None);
        return null;
    }
}
