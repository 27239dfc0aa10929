using System.Text.RegularExpressions;
using Gantry.Console.Shell;
using Gantry.Console.Tests.Rig;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Gantry.Console.Tests.Guard;

/// <summary>What browsers are told by every answer (reliability S-19).</summary>
public sealed partial class HeaderTests : IAsyncLifetime
{
    private ConsoleHost _server = null!;
    private PlainClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ConsoleHost.StartAsync(accounts => accounts.Add("user@example.com", "a long password 1", "user"));
        _client = new PlainClient(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task S_19_Every_route_answers_with_every_header_with_and_without_a_session()
    {
        var paths = Paths();
        Assert.Superset(new HashSet<string>(["/setup", "/new-password", "/join", "/register", "/forgot", "/console", "/console/sign-in", "/console/security", "/console/assets/x", "/console/sign-out"], StringComparer.Ordinal), paths.ToHashSet(StringComparer.Ordinal));
        var interactive = _server.Routes.Where(route => route.Metadata.GetMetadata<ComponentTypeMetadata>() is { Type: var page } && ConsolePages.IsInteractive(page) && route.RoutePattern.Parameters.All(part => part.ParameterPolicies.Count == 0)).Select(Path).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["/console", "/console/token", "/console/log", "/console/teams"], StringComparer.Ordinal), interactive);
        Assert.DoesNotContain(interactive, path => path is "/pricing" or "/setup" || path.StartsWith("/console/sign-in", StringComparison.Ordinal) || path.StartsWith("/console/security", StringComparison.Ordinal));
        var answers = 0;
        foreach (var signedIn in (bool[])[false, true])
        {
            if (signedIn) await _client.SignInAsync("user@example.com", "a long password 1");
            foreach (var path in paths)
            {
                foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head, HttpMethod.Post, HttpMethod.Delete])
                {
                    using var answer = await _client.SendAsync(method, path);
                    Check(answer, $"{method} {path}", interactive: signedIn && method == HttpMethod.Get && interactive.Contains(path.TrimEnd('/')));
                    Assert.Equal("no-store", Header(answer, "Cache-Control"));
                    answers++;
                }
            }
        }

        Assert.True(answers >= 100, $"{answers} answers");
    }

    [Fact]
    public async Task S_19_Nonce_is_new_for_every_answer_and_is_that_of_the_scripts()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 20; i++)
        {
            using var answer = await _client.SendAsync(HttpMethod.Get, "/console/sign-in");
            var nonce = Nonce().Match(Header(answer, "Content-Security-Policy")).Groups["value"].Value;
            Assert.True(seen.Add(nonce));
            Assert.Equal(16, Convert.FromBase64String(nonce).Length);
            var page = System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.Equal(page.Split("<script").Length - 1, page.Split($"nonce=\"{nonce}\"").Length - 1);
            Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task S_19_Assets_are_kept_for_ever_under_an_address_of_their_content()
    {
        using var page = await _client.SendAsync(HttpMethod.Get, "/console/sign-in");
        var assets = Asset().Matches(await page.Content.ReadAsStringAsync()).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.Equal(4, assets.Count);
        foreach (var asset in assets)
        {
            using var answer = await _client.SendAsync(HttpMethod.Get, asset);
            Assert.True(answer.IsSuccessStatusCode, asset);
            Check(answer, asset);
            Assert.Equal("public, max-age=31536000, immutable", Header(answer, "Cache-Control"));
        }

        using var wrong = await _client.SendAsync(HttpMethod.Get, assets[0].Replace(".", ".0", StringComparison.Ordinal));
        Assert.Equal(404, (int)wrong.StatusCode);
        Assert.Equal("no-store", Header(wrong, "Cache-Control"));
    }

    [Fact]
    public async Task S_19_Browsers_keep_to_https_where_they_came_by_it()
    {
        foreach (var path in (string[])["/console/sign-in", "/console/nothing", "/setup", "/join", "/pricing", "/status"])
        {
            using var secure = await _client.SendAsync(HttpMethod.Get, path, null, (ConsoleHost.OverTls, "1"));
            Assert.Equal("max-age=31536000; includeSubDomains", Header(secure, "Strict-Transport-Security"));
            using var plain = await _client.SendAsync(HttpMethod.Get, path);
            Assert.Equal("", Header(plain, "Strict-Transport-Security"));
        }
    }

    [Fact]
    public async Task Path_beside_the_console_is_left_alone()
    {
        foreach (var path in (string[])["/v1/models", "/consoles", "/", "/api/manage/keys"])
        {
            using var answer = await _client.SendAsync(HttpMethod.Get, path);
            Assert.False(answer.Headers.Contains("Content-Security-Policy"), path);
        }
    }

    private static void Check(HttpResponseMessage answer, string what, bool interactive = false)
    {
        var policy = Header(answer, "Content-Security-Policy");
        foreach (var directive in (string[])["default-src 'self';", "script-src 'self' 'nonce-", "object-src 'none';", interactive ? "base-uri 'self';" : "base-uri 'none';", "frame-ancestors 'none';", "form-action 'self'"])
        {
            Assert.True(policy.Contains(directive, StringComparison.Ordinal), $"{what}: {directive} in {policy}");
        }

        // Decision 0030: sizes of charts and of long lists, on interactive pages alone; never style sheets or scripts.
        var rest = interactive ? policy.Replace("; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:", "", StringComparison.Ordinal) : policy;
        Assert.False(rest.Contains("unsafe", StringComparison.Ordinal), what);
        Assert.False(rest.Contains("blob:", StringComparison.Ordinal), what);
        Assert.True(Header(answer, "X-Content-Type-Options") == "nosniff", what);
        Assert.True(Header(answer, "Referrer-Policy") == "no-referrer", what);
        Assert.False(answer.Headers.Contains("Server"), what);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"), what);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        string.Join(", ", answer.Headers.TryGetValues(name, out var values) ? values : []);

    private static string Path(RouteEndpoint route) => "/" + Parameter().Replace(route.RoutePattern.RawText!.TrimStart('/'), "x");

    private List<string> Paths() =>
    [
        .. _server.Routes.Select(Path).Where(path => path != "/x" && !path.StartsWith("/_framework", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal),
        "/pricing",
        "/console/",
    ];

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"'nonce-(?<value>[^']+)'", RegexOptions.ExplicitCapture)]
    private static partial Regex Nonce();

    [GeneratedRegex(@"/console/assets/[\w.]+")]
    private static partial Regex Asset();
}
