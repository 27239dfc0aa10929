using Gantry.Accounts.Users;

namespace Gantry.Accounts.Sessions;

/// <summary>The session of an HTTP request, and its cookie.</summary>
internal sealed class CurrentSession(SessionDesk desk, TimeProvider time)
{
    /// <summary>The prefix makes browsers keep it to this origin, path <c>/</c> and https (reliability S-21).</summary>
    public const string Cookie = "__Host-gantry";

    private const int LongestBrowser = 120;

    private static readonly object Key = new();

    /// <summary>Of either stage; looked up once a request.</summary>
    public async ValueTask<SessionLook?> FindAsync(HttpContext http, CancellationToken cancellation)
    {
        if (http.Items.TryGetValue(Key, out var known)) return (SessionLook?)known;
        var look = http.Request.Cookies[Cookie] is { } secret ? await desk.FindAsync(secret, Address(http), cancellation) : null;
        http.Items[Key] = look;
        return look;
    }

    /// <summary>Only where somebody is signed in.</summary>
    public async ValueTask<SessionLook?> SignedInAsync(HttpContext http, CancellationToken cancellation) =>
        await FindAsync(http, cancellation) is { Row.Stage: SessionStage.SignedIn } look ? look : null;

    /// <summary>Begins a session in the place of the one that the request had (reliability S-22).</summary>
    public async Task BeginAsync(HttpContext http, SignInUser user, SessionStage stage, bool remember, CancellationToken cancellation)
    {
        if (await FindAsync(http, cancellation) is { } former) await desk.EndAsync(former.Row.AccountId, former.Row.Id, cancellation);
        var now = time.GetUtcNow();
        var life = stage == SessionStage.AwaitsFactor ? SessionTerms.SecondStep : SessionTerms.Whole(user.Role);
        SessionLook? look = null;
        var secret = await desk.BeginAsync(
            hash =>
            {
                var row = new SessionRow
                {
                    Id = Guid.CreateVersion7(now),
                    SecretHash = hash,
                    AccountId = user.Id,
                    Stage = stage,
                    Role = user.Role,
                    Remember = remember,
                    BeganAt = now,
                    SeenAt = now,
                    ProvedAt = now,
                    ExpiresAt = now + life,
                    Address = Address(http),
                    Browser = Browser(http),
                };
                look = new SessionLook(row, user.Email, user.Role, user.Disabled, user.HasFactor);
                return row;
            },
            cancellation);
        Write(http, look!.Row, secret);
        http.Items[Key] = look;
    }

    /// <summary>Gives the session another cookie. A session that was ended meanwhile stays so.</summary>
    public async Task RenewAsync(HttpContext http, SessionLook look, DateTimeOffset provedAt, CancellationToken cancellation)
    {
        var secret = await desk.RenewAsync(look.Row, provedAt, cancellation);
        if (secret is null)
        {
            Clear(http);
            return;
        }

        Write(http, look.Row, secret);
        // What comes later in this request reads it anew.
        http.Items[Key] = await desk.FindAsync(secret, Address(http), cancellation);
    }

    public async Task EndAsync(HttpContext http, CancellationToken cancellation)
    {
        if (await FindAsync(http, cancellation) is { } look) await desk.EndAsync(look.Row.AccountId, look.Row.Id, cancellation);
        Clear(http);
    }

    /// <summary>Where a request comes from.</summary>
    public static string Address(HttpContext http) =>
        http.Connection.RemoteIpAddress is not { } address ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static string Browser(HttpContext http)
    {
        var name = string.Concat(http.Request.Headers.UserAgent.ToString().Where(c => !char.IsControl(c)));
        return name.Length <= LongestBrowser ? name : name[..LongestBrowser];
    }

    private void Write(HttpContext http, SessionRow session, string secret)
    {
        var options = Options();
        if (session.Remember && session.Stage == SessionStage.SignedIn) options.MaxAge = session.ExpiresAt - time.GetUtcNow();
        http.Response.Cookies.Append(Cookie, secret, options);
    }

    private static void Clear(HttpContext http)
    {
        http.Items[Key] = null;
        http.Response.Cookies.Delete(Cookie, Options());
    }

    private static CookieOptions Options() => new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}
