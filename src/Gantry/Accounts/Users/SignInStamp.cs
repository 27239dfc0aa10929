using System.Security.Cryptography;

namespace Gantry.Accounts.Users;

/// <summary>A value that no two states of an account share.</summary>
internal static class SignInStamp
{
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
