using Gantry.Accounts.Sessions;
using Gantry.Contracts.SignIn;
using Gantry.Accounts.Factors;
using Xunit;

namespace Gantry.Tests.Accounts.External;

/// <summary>People sign in with services that vouch for them, and link them.</summary>
public sealed class ExternalSignInTests
{
    [Theory]
    [InlineData("corp", "ES256")]
    [InlineData("corp", "RS256")]
    [InlineData("plain", "ES256")]
    [InlineData("hub", "ES256")]
    public async Task S_23_Linked_person_signs_in(string provider, string algorithm)
    {
        await using var rig = await ExternalRig.StartAsync();
        rig.Corp.Algorithm = algorithm;
        var ann = await rig.LinkedAsync("ann@example.com", provider);
        Assert.Equal([provider], (await ann.SecurityAsync(s => s.StateAsync(CancellationToken.None))).ExternalLogins);

        // The address is another meanwhile: nobody is found by it.
        rig.Corp.Email = "other@example.com";
        var browser = rig.Browse();
        Assert.Equal("/console/sign-in?returnUrl=%2Fconsole%2Fsecurity", await browser.SignInAsync(provider, "?returnUrl=/console/security"));
        Assert.Equal("/console/security", await browser.OpenAsync("/console/sign-in?returnUrl=%2Fconsole%2Fsecurity"));
        Assert.Equal("ann@example.com", (await rig.WhoAsync(browser))!.Email);
    }

    [Fact]
    public async Task S_24_Provider_stands_in_for_the_password_and_not_for_the_second_factor()
    {
        await using var rig = await ExternalRig.StartAsync();
        var ann = await rig.LinkedAsync("ann@example.com");
        var setup = await ann.SecurityAsync(s => s.BeginTotpAsync(CancellationToken.None));
        var key = SignInRig.Base32(setup.Key);
        Assert.True((await ann.SecurityAsync(s => s.ConfirmTotpAsync(Totp.Code(key, Totp.StepOf(rig.Time.GetUtcNow())), CancellationToken.None))).Done);

        var browser = rig.Browse();
        Assert.Equal("/console/sign-in/code", await browser.SignInAsync("corp"));
        Assert.Null(await rig.WhoAsync(browser));
    }

    [Fact]
    public async Task S_23_Unknown_person_gets_nowhere_while_registration_is_closed()
    {
        await using var rig = await ExternalRig.StartAsync();
        var browser = rig.Browse();
        Assert.Equal("/console/sign-in?problem=Unlinked", await browser.SignInAsync("corp"));
        Assert.Null(await rig.WhoAsync(browser));
    }

    [Fact]
    public async Task S_23_Open_registration_makes_an_account_of_a_verified_address_alone()
    {
        await using var rig = await ExternalRig.StartAsync(open: true);
        rig.Corp.EmailVerified = false;
        Assert.Equal("/console/sign-in?problem=NoEmail", await rig.Browse().SignInAsync("corp"));
        rig.Corp.EmailVerified = true;
        var browser = rig.Browse();
        Assert.Equal("/console/sign-in", await browser.SignInAsync("corp"));
        var who = await rig.WhoAsync(browser);
        Assert.Equal(("ann@example.com", "user"), (who!.Email, who.Role));

        // The only way in stays.
        var ann = rig.Visit();
        ann.Session = browser.Cookies[CurrentSession.Cookie];
        Assert.Contains("only way in", (await ann.SecurityAsync(s => s.RemoveExternalLoginAsync("corp", CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S_23_Link_needs_a_fresh_proof_and_ends_with_its_session()
    {
        await using var rig = await ExternalRig.StartAsync();
        var ann = await rig.SignedInAsync("ann@example.com");
        var (browser, back) = await rig.BeginLinkAsync(ann, "corp");
        await ann.SignOutAsync();
        Assert.Equal("/console/security?problem=SignedOut", await browser.OpenAsync(back));

        var eve = await rig.SignedInAsync("eve@example.com");
        rig.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.True((await eve.SecurityAsync(s => s.LinkExternalLoginAsync("corp", CancellationToken.None))).NeedsProof);
        Assert.True((await eve.SecurityAsync(s => s.RemoveExternalLoginAsync("corp", CancellationToken.None))).NeedsProof);
    }

    [Fact]
    public async Task S_23_Person_of_another_account_is_not_linked_again_and_a_removed_link_signs_nobody_in()
    {
        await using var rig = await ExternalRig.StartAsync();
        var ann = await rig.LinkedAsync("ann@example.com");
        var eve = await rig.SignedInAsync("eve@example.com");
        var (browser, back) = await rig.BeginLinkAsync(eve, "corp");
        Assert.Equal("/console/security?problem=AlreadyLinked", await browser.OpenAsync(back));

        Assert.True((await ann.SecurityAsync(s => s.RemoveExternalLoginAsync("corp", CancellationToken.None))).Done);
        Assert.Equal("/console/sign-in?problem=Unlinked", await rig.Browse().SignInAsync("corp"));
    }

    [Fact]
    public async Task S_23_Return_address_does_not_leave_the_console()
    {
        await using var rig = await ExternalRig.StartAsync();
        await rig.LinkedAsync("ann@example.com");
        foreach (var evil in (string[])["https://evil.example/", "//evil.example", "/\\evil.example", "/console/..//evil.example", "javascript:alert(1)"])
        {
            var browser = rig.Browse();
            var next = await browser.SignInAsync("corp", "?returnUrl=" + Uri.EscapeDataString(evil));
            Assert.StartsWith("/console/sign-in?", next, StringComparison.Ordinal);
            Assert.Equal("/console", await browser.OpenAsync(next));
        }
    }

    [Fact]
    public async Task Providers_are_offered_in_the_order_of_the_settings()
    {
        await using var rig = await ExternalRig.StartAsync();
        var offered = await rig.Visit().SignInAsync(s => Task.FromResult(s.Providers));
        Assert.Equal([new("corp", "Corp"), new("other", "other"), new("plain", "plain"), new("hub", "hub")], (IReadOnlyList<ExternalProvider>)offered);
    }
}
