using System.Text.RegularExpressions;
using Gantry.Console.Tests.Doubles;
using Gantry.Console.Tests.Rig;
using Xunit;

namespace Gantry.Console.Tests.Guard;

/// <summary>Forms that others send in a person's name (reliability S-21).</summary>
public sealed partial class ForeignFormTests(Chromium chromium)
{
    private const string Email = "user@example.com";
    private const string Password = "a long password 1";

    [Fact]
    public async Task S_21_Every_route_refuses_an_unsafe_request_without_a_token()
    {
        await using var server = await Server();
        using var client = new PlainClient(server.Address);
        await client.SignInAsync(Email, Password);
        var routes = server.Routes.Select(route => "/" + Parameter().Replace(route.RoutePattern.RawText!.TrimStart('/'), "x"))
            .Where(path => path != "/x" && !path.StartsWith("/_framework", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(routes.Count >= 18, $"{routes.Count} routes");
        Assert.Superset(new HashSet<string>(["/join", "/register", "/forgot"], StringComparer.Ordinal), routes.ToHashSet(StringComparer.Ordinal));
        foreach (var path in routes)
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Patch, HttpMethod.Delete])
            {
                using var answer = await client.SendAsync(method, path, new FormUrlEncodedContent([new("_handler", "password"), new("email", Email)]));
                // Circuits have no forms, and a gate of their own.
                var expected = path.StartsWith("/_blazor", StringComparison.Ordinal) ? 403 : 400;
                Assert.True((int)answer.StatusCode == expected, $"{method} {path}: {answer.StatusCode}");
            }
        }

        using var home = await client.SendAsync(HttpMethod.Get, "/console");
        Assert.Equal(200, (int)home.StatusCode);
    }

    [Fact]
    public async Task S_21_Form_on_another_site_is_refused_and_changes_nothing()
    {
        await using var server = await Server();
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.SignInAsync(Email, Password);
        await visitor.Page.RouteAsync("http://evil.example/**", route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Body = $"<h1>A game</h1><form method=post action='{server.Address}console/sign-out'><button>Play</button></form>",
        }));

        await visitor.Page.GotoAsync("http://evil.example/");
        Assert.Equal(400, await visitor.PressAsync("Play"));
        await visitor.SeesAsync("This form was not accepted");
        await visitor.OpenAsync("/console");
        await visitor.SeesAsync("Overview");
    }

    [Fact]
    public async Task Text_with_U_0000_is_refused_and_told_so()
    {
        await using var server = await Server();
        using var client = new PlainClient(server.Address);
        var token = await client.TokenAsync("/console/sign-in");
        using var answer = await client.SendAsync(
            HttpMethod.Post, "/console/sign-in", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("_handler", "password"), new("email", "a\0@example.com")]));
        Assert.Equal(400, (int)answer.StatusCode);
        var page = System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(page.Contains("the character U+0000", StringComparison.Ordinal), page);
    }

    [Fact]
    public async Task S_21_Token_of_another_visitor_is_refused()
    {
        await using var server = await Server();
        using var mine = new PlainClient(server.Address);
        using var theirs = new PlainClient(server.Address);
        await mine.SignInAsync(Email, Password);
        var token = await theirs.TokenAsync("/console/sign-in");

        using var answer = await mine.SendAsync(HttpMethod.Post, "/console/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));
        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task S_21_Form_with_its_token_is_refused_where_the_browser_says_it_comes_from_elsewhere()
    {
        await using var server = await Server();
        using var client = new PlainClient(server.Address);
        var token = await client.TokenAsync("/console/sign-in");
        foreach (var (site, expected) in (List<(string, int)>)[("cross-site", 400), ("same-site", 400), ("same-origin", 200)])
        {
            using var answer = await client.SendAsync(
                HttpMethod.Post, "/console/sign-in/passkey-request", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]), ("Sec-Fetch-Site", site));
            Assert.Equal(expected, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task S_34_Form_above_one_mebibyte_is_refused()
    {
        await using var server = await Server();
        using var client = new PlainClient(server.Address);
        var token = await client.TokenAsync("/console/sign-in");
        List<KeyValuePair<string, string>> fields = [new("__RequestVerificationToken", token), new("_handler", "password"), new("email", new string('a', 8 * 1024 * 1024))];

        // Far more than the kernel holds: the answer has to arrive while it is still sent.
        await IsRefusedAsync();
        await IsRefusedAsync(("Transfer-Encoding", "chunked"));

        async Task IsRefusedAsync(params (string Name, string Value)[] headers)
        {
            using var answer = await client.SendAsync(HttpMethod.Post, "/console/sign-in", new FormUrlEncodedContent(fields), headers);
            Assert.Equal(413, (int)answer.StatusCode);
            Assert.Contains("one mebibyte", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Session_that_ended_meanwhile_is_told_to_the_one_who_sends_a_form()
    {
        PaperAccounts accounts = null!;
        await using var server = await ConsoleHost.StartAsync(known => (accounts = known).Add(Email, Password, "user"));
        using var client = new PlainClient(server.Address);
        await client.SignInAsync(Email, Password);
        var token = await client.TokenAsync("/console/security/password");
        lock (accounts.Gate) accounts.Sessions.Clear();

        using var answer = await client.SendAsync(HttpMethod.Post, "/console/security/password", new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("_handler", "password")]));
        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Contains("You are signed out", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<ConsoleHost> Server() => ConsoleHost.StartAsync(accounts => accounts.Add(Email, Password, "user"));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
