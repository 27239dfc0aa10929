using System.Net;
using System.Text.RegularExpressions;

namespace Gantry.Console.Tests.Rig;

/// <summary>A client without a browser's manners: it follows nothing, and sends secure cookies as browsers do to localhost.</summary>
internal sealed partial class PlainClient : IDisposable
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    // Tests play the client: the rule of one sender is for the gateway.
#pragma warning disable RS0030
    private readonly HttpClient _http;

    public PlainClient(Uri address) =>
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = address };
#pragma warning restore RS0030

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var answer = await _http.SendAsync(request);
        foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
        {
            var (name, value) = set.Split(';')[0].Split('=', 2) is [var n, var v] ? (n, v) : ("", "");
            if (value.Length == 0) _cookies.Remove(name);
            else _cookies[name] = value;
        }

        return answer;
    }

    /// <summary>The hidden field of a page's forms.</summary>
    public async Task<string> TokenAsync(string path)
    {
        using var page = await SendAsync(HttpMethod.Get, path);
        return WebUtility.HtmlDecode(Token().Match(await page.Content.ReadAsStringAsync()).Groups["value"].Value);
    }

    public async Task SignInAsync(string email, string password)
    {
        var token = await TokenAsync("/console/sign-in");
        using var answer = await SendAsync(
            HttpMethod.Post,
            "/console/sign-in",
            new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("_handler", "password"), new("email", email), new("password", password)]));
        if (answer.StatusCode != HttpStatusCode.SeeOther) throw new InvalidOperationException($"Signing in was answered with {answer.StatusCode}.");
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<value>[^"]+)"|value="(?<value>[^"]+)" name="__RequestVerificationToken" """, RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
