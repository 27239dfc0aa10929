using Gantry.Accounts.External;
using Gantry.Accounts.Sessions;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace Gantry.Tests.Accounts.External;

/// <summary>The attacks on signing in with other services: none gets a session.</summary>
public sealed class ExternalAttackTests
{
    [Fact]
    public async Task S_23_State_of_another_browser_is_worth_nothing()
    {
        await using var rig = await ExternalRig.StartAsync();
        await rig.LinkedAsync("ann@example.com");
        var attackers = await rig.Browse().ComeBackAsync("corp");

        await RefusedAsync(rig, rig.Browse(), attackers, "Expired");
        var victim = rig.Browse();
        await victim.ComeBackAsync("corp");
        await RefusedAsync(rig, victim, attackers, "Expired");
        Assert.Equal(1, rig.Corp.Redeemed);
    }

    [Fact]
    public async Task S_23_Answer_counts_once_and_for_ten_minutes()
    {
        await using var rig = await ExternalRig.StartAsync();
        await rig.LinkedAsync("ann@example.com");
        var browser = rig.Browse();
        var back = await browser.ComeBackAsync("corp");
        var cookie = browser.Cookies[ExternalCookie.Name];
        Assert.Equal("/console/sign-in", await browser.OpenAsync(back));
        var again = rig.Browse();
        again.Cookies[ExternalCookie.Name] = cookie;
        await RefusedAsync(rig, again, back, "Expired");

        var late = rig.Browse();
        var lateBack = await late.ComeBackAsync("corp");
        rig.Time.Advance(ExternalCookie.Life);
        await RefusedAsync(rig, late, lateBack, "Expired");
    }

    [Fact]
    public async Task S_23_Stolen_code_cannot_be_redeemed_by_another_visit()
    {
        await using var rig = await ExternalRig.StartAsync();
        await rig.LinkedAsync("ann@example.com");
        var stolen = QueryHelpers.ParseQuery(new Uri(await rig.Browse().ComeBackAsync("corp")).Query)["code"].ToString();
        var attacker = rig.Browse();
        var own = new Uri(await attacker.ComeBackAsync("corp"));
        var state = QueryHelpers.ParseQuery(own.Query)["state"].ToString();

        await RefusedAsync(rig, attacker, $"{own.AbsolutePath}?code={stolen}&state={state}", "Unproven");
        Assert.Equal(3, rig.Corp.Asked.Select(a => a["code_challenge"]).Distinct(StringComparer.Ordinal).Count(c => c.Length == 43));
        Assert.All(rig.Corp.Asked, asked => Assert.Equal("S256", asked["code_challenge_method"]));
    }

    [Fact]
    public async Task S_23_Token_that_is_not_for_this_visit_is_refused()
    {
        await using var rig = await ExternalRig.StartAsync();
        await rig.LinkedAsync("ann@example.com");
        (string Algorithm, bool AsStranger, Action<Dictionary<string, object>>? Forge)[] tokens =
        [
            ("ES256", false, claims => claims["iss"] = rig.Other.Issuer),
            ("ES256", false, claims => claims["aud"] = "another-client"),
            ("ES256", false, claims => claims["aud"] = new[] { IdentityProvider.ClientId, "another-client" }),
            ("ES256", false, claims => claims["azp"] = "another-client"),
            ("ES256", false, claims => claims["nonce"] = "of another visit"),
            ("ES256", false, claims => claims.Remove("nonce")),
            ("ES256", false, claims => claims["exp"] = rig.Time.GetUtcNow().ToUnixTimeSeconds() - 61),
            ("ES256", false, claims => claims.Remove("exp")),
            ("ES256", false, claims => claims.Remove("sub")),
            ("RS256", true, null),
            ("HS256", false, null),
            ("none", false, null),
        ];
        foreach (var (algorithm, asStranger, forge) in tokens)
        {
            (rig.Corp.Algorithm, rig.Corp.SignsAsStranger, rig.Corp.Forge) = (algorithm, asStranger, forge);
            var browser = rig.Browse();
            await RefusedAsync(rig, browser, await browser.ComeBackAsync("corp"), "Unproven");
        }

        // Each was refused for its token, after a code that was right.
        Assert.Equal(1 + tokens.Length, rig.Corp.Redeemed);
    }

    [Theory]
    [InlineData(ExternalRig.PublicUrl)]
    [InlineData("")]
    public async Task S_23_Host_of_a_request_does_not_lead_providers_astray(string publicUrl)
    {
        await using var rig = await ExternalRig.StartAsync(publicUrl: publicUrl);
        var browser = rig.Browse();
        var address = await browser.OpenAsync("/console/sign-in/external/corp", host: "evil.example");
        if (publicUrl.Length == 0)
        {
            Assert.Equal("/console/sign-in?problem=NoPublicUrl", address);
            var local = await rig.Browse().OpenAsync("/console/sign-in/external/corp", host: "localhost:1");
            Assert.Contains(Uri.EscapeDataString($"http://localhost:{rig.Gateway.Host.Address.Port}/console/"), local, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(publicUrl + "/console/sign-in/external/corp/callback", QueryHelpers.ParseQuery(new Uri(address).Query)["redirect_uri"].ToString());
        }
    }

    [Fact]
    public async Task S_23_Answer_of_another_provider_is_refused()
    {
        await using var rig = await ExternalRig.StartAsync();
        await rig.LinkedAsync("ann@example.com");
        var browser = rig.Browse();
        var back = await browser.ComeBackAsync("corp");
        await RefusedAsync(rig, browser, back.Replace("/corp/", "/other/", StringComparison.Ordinal), "Expired");

        var named = rig.Browse();
        await RefusedAsync(rig, named, $"{await named.ComeBackAsync("corp")}&iss={Uri.EscapeDataString(rig.Other.Issuer)}", "Unproven");
        Assert.Equal(1, rig.Corp.Redeemed);
        Assert.Equal(0, rig.Other.Redeemed);
    }

    [Fact]
    public async Task S_23_Provider_that_names_itself_is_not_believed_without_its_name()
    {
        await using var rig = await ExternalRig.StartAsync();
        rig.Corp.NamesItself = true;
        await rig.LinkedAsync("ann@example.com");
        var browser = rig.Browse();
        var back = await browser.ComeBackAsync("corp");
        await RefusedAsync(rig, browser, back[..back.IndexOf("&iss=", StringComparison.Ordinal)], "Unproven");
    }

    [Fact]
    public async Task S_23_Address_of_somebody_elses_account_opens_nothing()
    {
        await using var rig = await ExternalRig.StartAsync(open: true);
        await rig.SignedInAsync("ann@example.com");
        foreach (var provider in (string[])["corp", "plain", "hub"])
        {
            var browser = rig.Browse();
            await RefusedAsync(rig, browser, await browser.ComeBackAsync(provider), "EmailTaken");
        }
    }

    [Fact]
    public async Task S_25_Guessing_at_the_way_back_is_counted()
    {
        await using var rig = await ExternalRig.StartAsync();
        for (var i = 0; i < 20; i++) await RefusedAsync(rig, rig.Browse(), "/console/sign-in/external/corp/callback?state=a&code=b", "Expired");
        await RefusedAsync(rig, rig.Browse(), "/console/sign-in/external/corp/callback?state=a&code=b", "TooMany");
    }

    private static async Task RefusedAsync(ExternalRig rig, ExternalBrowser browser, string back, string problem)
    {
        Assert.Equal("/console/sign-in?problem=" + problem, await browser.OpenAsync(back));
        Assert.Null(await rig.WhoAsync(browser));
        Assert.DoesNotContain(CurrentSession.Cookie, browser.Cookies.Keys);
    }
}
