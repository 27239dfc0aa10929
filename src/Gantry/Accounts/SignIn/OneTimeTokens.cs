using System.Buffers.Text;
using System.Security.Cryptography;
using Gantry.Accounts.Users;
using Gantry.Secrets;

namespace Gantry.Accounts.SignIn;

/// <summary>Tokens of 256 random bits that work once. The store has their keyed hashes.</summary>
internal sealed class OneTimeTokens(ITokenStore store, KeyHasher hasher)
{
    /// <summary>Makes the first owner (reliability S-1).</summary>
    public const string Setup = "setup";

    /// <summary>Sets a new password; handed over by who runs the gateway.</summary>
    public const string Password = "password";

    /// <summary>Sets a new password; sent by mail to whoever asked. Apart from the other kind: what strangers ask for must not end a link that was handed over.</summary>
    public const string Mailed = "password by mail";

    /// <summary>How long a link for a new password works.</summary>
    public static readonly TimeSpan PasswordLife = TimeSpan.FromHours(1);

    private const int Size = 32;

    /// <summary>Makes one; open ones of the same purpose and account end.</summary>
    public async Task<string> IssueAsync(string purpose, Guid? account, TimeSpan life, CancellationToken cancellation)
    {
        var (token, hash) = Make(purpose);
        await store.IssueAsync(hash, purpose, account, life, cancellation);
        return token;
    }

    /// <summary>Makes one for who keeps its hash himself.</summary>
    public (string Token, string Hash) Make(string purpose)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));
        return (token, Hash(purpose, token));
    }

    /// <summary>Looks without using.</summary>
    public Task<(TokenState State, Guid? Account)> LookAsync(string purpose, string token, CancellationToken cancellation) => store.LookAsync(Hash(purpose, token), purpose, cancellation);

    /// <returns>Whether this was the first use, in time.</returns>
    public Task<bool> UseAsync(string purpose, string token, CancellationToken cancellation) => store.UseAsync(Hash(purpose, token), purpose, cancellation);

    /// <summary>Ends those of an account that are open.</summary>
    public Task EndAsync(string purpose, Guid account, CancellationToken cancellation) => store.EndAsync(purpose, account, cancellation);

    /// <summary>What the store has in the place of a token.</summary>
    public string Hash(string purpose, string token) => hasher.Hash($"token\n{purpose}\n{token.Trim()}").ToHex();
}
