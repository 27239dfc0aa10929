using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Gantry.Accounts.Users;
using Gantry.Secrets;

namespace Gantry.Accounts.External;

/// <summary>Binds a visit at a provider to its browser: sealed in a cookie, so that who only begins costs no row. An answer counts once (reliability S-23).</summary>
internal sealed class ExternalCookie(SecretSeal seal, KeyHasher hasher, ITokenStore tokens, TimeProvider time)
{
    public const string Name = "__Host-gantry-external";

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const string Purpose = "external";

    private static readonly SealContext Cell = new("cookie", Name, Purpose);

    public void Keep(HttpContext http, ExternalVisit visit) => http.Response.Cookies.Append(
        Name, Base64Url.EncodeToString(seal.Seal(JsonSerializer.SerializeToUtf8Bytes(visit), Cell)), Options(Life));

    /// <summary>Takes the visit that an answer belongs to.</summary>
    /// <returns>Null where this browser has begun none with that provider and state, its time is over, or an answer came already.</returns>
    public async Task<ExternalVisit?> TakeAsync(HttpContext http, string provider, string state, CancellationToken cancellation)
    {
        if (Read(http) is not { } visit) return null;
        http.Response.Cookies.Delete(Name, Options(life: null));
        if (visit.Provider != provider || visit.Until <= time.GetUtcNow()) return null;
        if (!CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(visit.State), System.Text.Encoding.UTF8.GetBytes(state))) return null;
        return await tokens.SpendAsync(hasher.Hash("external\n" + visit.State).ToHex(), Purpose, Life, cancellation) ? visit : null;
    }

    private ExternalVisit? Read(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { } text || !Base64Url.IsValid(text)) return null;
        try
        {
            return JsonSerializer.Deserialize<ExternalVisit>(seal.OpenBytes(Base64Url.DecodeFromChars(text), Cell));
        }
        catch (CryptographicException)
        {
            return null; // Made up, changed, or sealed under a lost key.
        }
    }

    // Not strict: the answer comes by a link from the provider.
    private static CookieOptions Options(TimeSpan? life) =>
        new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, MaxAge = life };
}
