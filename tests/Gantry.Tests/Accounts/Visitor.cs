using System.Net;
using Gantry.Accounts;
using Gantry.Accounts.Sessions;
using Gantry.Accounts.SignIn;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Gantry.Tests.Accounts;

/// <summary>A browser as far as signing in is concerned: it keeps cookies, and every call is a request of its own.</summary>
internal sealed class Visitor(IServiceProvider services, IPAddress address, bool https)
{
    public const string Host = "gantry.example";

    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    /// <summary>Every cookie that the last response set.</summary>
    public IReadOnlyList<SetCookieHeaderValue> LastCookies { get; private set; } = [];

    /// <summary>What the session's cookie holds; null where there is none.</summary>
    public string? Session
    {
        get => _cookies.GetValueOrDefault(CurrentSession.Cookie);
        set => _cookies[CurrentSession.Cookie] = value!;
    }

    public IReadOnlyDictionary<string, string> Cookies => _cookies;

    public Task<T> SignInAsync<T>(Func<ISignIn, Task<T>> call) => RequestAsync(http => call(http.RequestServices.GetRequiredService<ISignIn>()));

    public Task<T> SecurityAsync<T>(Func<IMySecurity, Task<T>> call) => RequestAsync(http => call(http.RequestServices.GetRequiredService<IMySecurity>()));

    public Task<T> JoinAsync<T>(Func<IJoining, Task<T>> call) => RequestAsync(http => call(http.RequestServices.GetRequiredService<IJoining>()));

    public Task<SignedIn?> CurrentAsync() => SignInAsync(s => s.CurrentAsync(CancellationToken.None));

    public Task SignOutAsync() => SignInAsync(async s =>
    {
        await s.SignOutAsync(CancellationToken.None);
        return 0;
    });

    public Task<Caller?> CallerAsync() => RequestAsync(async http => await http.RequestServices.GetServices<ICallerSource>().Single().IdentifyAsync(http));

    /// <summary>The same cookies in another place.</summary>
    public Visitor Copy()
    {
        var copy = new Visitor(services, address, https);
        foreach (var (name, value) in _cookies) copy._cookies[name] = value;
        return copy;
    }

    private async Task<T> RequestAsync<T>(Func<HttpContext, Task<T>> call)
    {
        await using var scope = services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Connection.RemoteIpAddress = address;
        http.Request.Scheme = https ? "https" : "http";
        http.Request.Host = new HostString(Host);
        http.Request.Headers.UserAgent = "Browser/1.0 (a test)";
        if (_cookies.Count > 0) http.Request.Headers.Cookie = string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}"));
        using var entered = scope.ServiceProvider.GetRequiredService<CurrentRequest>().Enter(http);
        var result = await call(http);
        LastCookies = [.. SetCookieHeaderValue.ParseList([.. http.Response.Headers.SetCookie.OfType<string>()])];
        foreach (var cookie in LastCookies)
        {
            if (cookie.Value.Length == 0) _cookies.Remove(cookie.Name.ToString());
            else _cookies[cookie.Name.ToString()] = cookie.Value.ToString();
        }

        return result;
    }
}
