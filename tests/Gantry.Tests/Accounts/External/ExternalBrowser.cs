using System.Net;
using Gantry.Accounts.Sessions;
using Microsoft.Net.Http.Headers;
using Xunit;

namespace Gantry.Tests.Accounts.External;

/// <summary>A browser that keeps the gateway's cookies and follows redirects step by step, so that a test can come in between.</summary>
internal sealed class ExternalBrowser
{
    private readonly HttpClient _http;

    public ExternalBrowser(HttpClient http, string? session)
    {
        _http = http;
        if (session is not null) Cookies[CurrentSession.Cookie] = session;
    }

    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>Opens an address of the gateway, whatever host it names.</summary>
    /// <returns>Where it redirects to.</returns>
    public async Task<string> OpenAsync(string address, string? host = null)
    {
        var path = Uri.TryCreate(address, UriKind.Absolute, out var whole) && whole.Scheme is "http" ? whole.PathAndQuery : address;
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (Cookies.Count > 0) request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        request.Headers.Host = host;
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther, $"{path} answered {response.StatusCode}.");
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? SetCookieHeaderValue.ParseList([.. set]) : [])
        {
            Assert.True(cookie.Secure && cookie.HttpOnly && cookie.Path == "/");
            if (cookie.Value.Length == 0) Cookies.Remove(cookie.Name.ToString());
            else Cookies[cookie.Name.ToString()] = cookie.Value.ToString();
        }

        return response.Headers.Location!.OriginalString;
    }

    /// <summary>Goes to a provider, which agrees.</summary>
    /// <returns>Where it sends the browser back to.</returns>
    public async Task<string> AgreeAsync(string address)
    {
        using var response = await _http.GetAsync(new Uri(address), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }

    /// <summary>Begins, and agrees at the provider.</summary>
    public async Task<string> ComeBackAsync(string provider, string query = "") => await AgreeAsync(await OpenAsync($"/console/sign-in/external/{provider}{query}"));

    /// <summary>The whole way.</summary>
    public async Task<string> SignInAsync(string provider, string query = "") => await OpenAsync(await ComeBackAsync(provider, query));
}
