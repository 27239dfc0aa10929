using Gantry.Console.Addresses;
using Gantry.Console.Tests.Rig;
using Xunit;

namespace Gantry.Console.Tests.Guard;

/// <summary>Where <c>returnUrl</c> may lead (reliability S-23).</summary>
public sealed class ReturnUrlTests(Chromium chromium)
{
    /// <summary>Twenty-five ways by which such an address has led elsewhere, in one server or another.</summary>
    public static readonly string[] Elsewhere =
    [
        "https://evil.example",
        "http://evil.example/console",
        "//evil.example",
        "///evil.example",
        "////evil.example/console",
        "/\\evil.example",
        "\\\\evil.example",
        "/\\/evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "https:evil.example",
        "https:/evil.example",
        "https:///evil.example",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "/console@evil.example",
        "https://localhost@evil.example/console",
        "/console\\@evil.example",
        "/%2f%2fevil.example",
        "/console/..//evil.example",
        "/console/%2e%2e//evil.example",
        "/console\r\nLocation: https://evil.example",
    ];

    [Theory]
    [InlineData("/console")]
    [InlineData("/console/security?done=password")]
    [InlineData("/console/log?from=2026-11-01&model=a%2Fb#row-3")]
    [InlineData("/console/log?key=01a1ff1b-7c75-7400-99b2-3dd4fb45bd7c&from=2026-11-01")]
    [InlineData("/pricing")]
    public void Page_of_the_console_is_kept(string address) => Assert.Equal(address, ReturnUrl.Safe(address));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/console/log?key=sk-somebodys-0123456789abcdef")]
    [InlineData("/console/log?from=2026-11-01&KEY=01a1ff1b-7c75-7400-99b2-3dd4fb45bd7c0")]
    [InlineData("/consoles")]
    [InlineData("/v1/models")]
    [InlineData("console")]
    public void What_is_no_page_of_it_leads_to_its_beginning(string? address) => Assert.Equal("/console", ReturnUrl.Safe(address));

    [Fact]
    public void S_23_None_of_25_forms_is_kept()
    {
        Assert.Equal(25, Elsewhere.Distinct(StringComparer.Ordinal).Count());
        Assert.All(Elsewhere, address => Assert.Equal("/console", ReturnUrl.Safe(address)));
        Assert.Equal("/console", ReturnUrl.Safe("/console?" + new string('a', 2_000)));
    }

    [Fact]
    public async Task S_23_None_of_25_forms_leads_a_browser_elsewhere()
    {
        await using var server = await ConsoleHost.StartAsync(accounts => accounts.Add("user@example.com", "a long password 1", "user"));
        await using var visitor = await chromium.VisitAsync(server);
        var asked = new List<string>();
        visitor.Page.Request += (_, request) => asked.Add(request.Url);
        await visitor.OpenAsync("/console/sign-in?returnUrl=" + Uri.EscapeDataString(Elsewhere[0]));
        await visitor.FillAsync("E-mail", "user@example.com");
        await visitor.FillAsync("Password", "a long password 1");
        await visitor.PressAsync("Sign in");
        Assert.Equal("/console", visitor.Path);

        // Signed in already, the page goes on by itself.
        foreach (var address in Elsewhere)
        {
            await visitor.OpenAsync("/console/sign-in?returnUrl=" + Uri.EscapeDataString(address));
            Assert.Equal(server.Address + "console", visitor.Page.Url);
            await visitor.OpenAsync("/console/prove?returnUrl=" + Uri.EscapeDataString(address));
            Assert.All(
                await visitor.Page.Locator("a").EvaluateAllAsync<string[]>("links => links.map(link => link.href)"),
                link => Assert.StartsWith(server.Address.ToString(), link, StringComparison.Ordinal));
        }

        Assert.All(asked, url => Assert.StartsWith(server.Address.ToString(), url, StringComparison.Ordinal));
        Assert.Empty(visitor.Complaints);
    }
}
