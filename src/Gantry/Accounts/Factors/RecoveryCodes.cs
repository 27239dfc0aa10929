using System.Collections.Immutable;
using System.Security.Cryptography;
using Gantry.Secrets;

namespace Gantry.Accounts.Factors;

/// <summary>Codes for the day the authenticator is lost: ten of 60 random bits, each good once, kept as keyed hashes.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Groups = 3;
    private const int Group = 4;

    public static ImmutableArray<string> New() =>
        [.. Enumerable.Range(0, Count).Select(_ => string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, Group))))];

    /// <summary>Of a code as people type it. Bound to its account: equal codes of two accounts have different hashes.</summary>
    public static string Hash(KeyHasher hasher, Guid account, string typed) => hasher.Hash($"recovery\n{account}\n{VoucherCode.Normalize(typed)}").ToHex();
}
