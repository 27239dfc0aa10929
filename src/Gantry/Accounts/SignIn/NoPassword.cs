using System.Security.Cryptography;
using Gantry.Accounts.Users;
using Gantry.Catalog;
using Microsoft.AspNetCore.Identity;

namespace Gantry.Accounts.SignIn;

/// <summary>A password that nobody knows, for those to be compared with who have none.</summary>
internal sealed class NoPassword
{
    public NoPassword(IPasswordHasher<SignInUser> hasher) => Hash = hasher.HashPassword(User, Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));

    public SignInUser User { get; } = new() { Id = Guid.Empty, Email = "", Role = AccountRole.User, Disabled = true };

    public string Hash { get; }
}
