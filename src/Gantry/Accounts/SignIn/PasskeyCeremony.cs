using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Gantry.Accounts.Users;
using Gantry.Secrets;

namespace Gantry.Accounts.SignIn;

/// <summary>
/// What Identity has to remember between asking for a passkey and its answer: sealed in a cookie, so that visitors who only look at the
/// sign-in page cost no row. An answer counts once: that it came is in the store until it could not come again.
/// </summary>
internal sealed class PasskeyCeremony(SecretSeal seal, KeyHasher hasher, ITokenStore tokens, TimeProvider time)
{
    public const string Cookie = "__Host-gantry-passkey";
    public const string Creation = "passkey_creation";
    public const string Request = "passkey_request";

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <param name="http">The request whose response gets the cookie.</param>
    /// <param name="kind">One of the two above.</param>
    /// <param name="account">Whom it is for; null where the answer has to tell.</param>
    /// <param name="state">What Identity asks to be given back.</param>
    public void Keep(HttpContext http, string kind, Guid? account, string state)
    {
        var kept = JsonSerializer.SerializeToUtf8Bytes(new Kept(account, time.GetUtcNow() + Life, state));
        http.Response.Cookies.Append(Cookie, Base64Url.EncodeToString(seal.Seal(kept, Cell(kind))), Options(Life));
    }

    /// <returns>The state; null where there is none of this kind and account, or its time is over.</returns>
    public string? Read(HttpContext http, string kind, Guid? account)
    {
        if (http.Request.Cookies[Cookie] is not { } text || !Base64Url.IsValid(text)) return null;
        try
        {
            var kept = JsonSerializer.Deserialize<Kept>(seal.OpenBytes(Base64Url.DecodeFromChars(text), Cell(kind)));
            return kept is not null && kept.Account == account && kept.Until > time.GetUtcNow() ? kept.State : null;
        }
        catch (CryptographicException)
        {
            return null; // Made up, changed, of the other kind, or sealed under a lost key.
        }
    }

    /// <returns>Whether the answer to this state is the first that was right.</returns>
    public Task<bool> SpendAsync(HttpContext http, string state, CancellationToken cancellation)
    {
        http.Response.Cookies.Delete(Cookie, Options(life: null));
        return tokens.SpendAsync(hasher.Hash("passkey\n" + state).ToHex(), Request, Life, cancellation);
    }

    private static SealContext Cell(string kind) => new("cookie", Cookie, kind);

    private static CookieOptions Options(TimeSpan? life) =>
        new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true, MaxAge = life };

    private sealed record Kept(Guid? Account, DateTimeOffset Until, string State);
}
