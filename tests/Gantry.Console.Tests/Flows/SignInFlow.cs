using Gantry.Console.Tests.Rig;
using Xunit;

namespace Gantry.Console.Tests.Flows;

/// <summary>What people do to get in and to look after their way in. Every implementation of the contracts behind the pages has to pass.</summary>
public abstract class SignInFlow(Chromium chromium)
{
    protected const string Email = "owner@example.com";
    protected const string Password = "tidal-lantern-orbit-91";

    private protected abstract Task<IConsoleServer> StartAsync();

    [Fact]
    public async Task S_1_Console_is_shut_before_set_up_and_the_token_works_once()
    {
        await using var server = await StartAsync();
        await using var visitor = await chromium.VisitAsync(server);

        Assert.Equal(503, await visitor.OpenAsync("/console"));
        Assert.Equal(503, await visitor.OpenAsync("/console/sign-in"));
        await visitor.SetUpAsync(Email, Password);
        await visitor.ReadsAsync("Add a second factor to go on.");
        Assert.Equal(410, await visitor.OpenAsync("/setup"));
        await visitor.SeesAsync("Already set up");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task S_24_Owner_gets_nowhere_before_a_second_factor_is_there()
    {
        await using var server = await StartAsync();
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.SetUpAsync(Email, Password);

        await visitor.OpenAsync("/console");
        Assert.Equal("/console/security", visitor.Path);
        await visitor.AddAuthenticatorAsync();
        await visitor.OpenAsync("/console");
        await visitor.SeesAsync("Overview");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task S_24_Password_and_a_code_sign_in_and_a_used_code_does_not()
    {
        await using var server = await StartAsync();
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.SetUpAsync(Email, Password);
        await visitor.AddAuthenticatorAsync();
        await visitor.SignOutAsync();

        await visitor.SignInAsync(Email, Password);
        await visitor.SeesAsync("Enter the code");
        await visitor.FillAsync("Code", visitor.SameCode());
        Assert.Equal(422, await visitor.PressAsync("Go on"));
        await visitor.FillAsync("Code", visitor.NextCode());
        Assert.Equal(200, await visitor.PressAsync("Go on"));
        await visitor.SeesAsync("Overview");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task S_24_Recovery_code_signs_in_once()
    {
        await using var server = await StartAsync();
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.SetUpAsync(Email, Password);
        var codes = await visitor.AddAuthenticatorAsync();
        Assert.Equal(10, codes.Distinct(StringComparer.Ordinal).Count());

        foreach (var expected in (int[])[200, 422])
        {
            await visitor.SignOutAsync();
            await visitor.SignInAsync(Email, Password);
            await visitor.PressAsync("Use a recovery code");
            await visitor.FillAsync("Recovery code", codes[3]);
            Assert.Equal(expected, await visitor.PressAsync("Go on"));
            if (expected == 200)
            {
                await visitor.OpenAsync("/console/security");
                await visitor.ReadsAsync("9 codes left");
            }
        }

        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task S_24_Passkey_is_added_signs_in_by_itself_and_is_removed()
    {
        await using var server = await StartAsync();
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.CarryPasskeysAsync();
        await visitor.SetUpAsync(Email, Password);

        await visitor.AddPasskeyAsync("Work <laptop> & \"key\"");
        if (await visitor.Page.GetByText("I have kept them").CountAsync() > 0) await visitor.PressAsync("I have kept them");
        await visitor.SeesAsync("Security");
        await visitor.ReadsAsync("Work <laptop> & \"key\"");
        await visitor.SignOutAsync();
        await visitor.PressAsync("Use a passkey");
        await visitor.SeesAsync("Overview");

        await visitor.AddAuthenticatorAsync();
        await visitor.OpenAsync("/console/security");
        await visitor.PressAsync("Remove passkey Work", exact: false);
        await visitor.ReadsAsync("The passkey is removed.");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task S_24_Old_proof_is_asked_for_again_before_security_changes()
    {
        await using var server = await StartAsync();
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.CarryPasskeysAsync();
        await visitor.SetUpAsync(Email, Password);
        await visitor.AddAuthenticatorAsync();

        server.Time.Advance(TimeSpan.FromMinutes(6));
        await visitor.OpenAsync("/console/security/recovery-codes");
        Assert.Equal("/console/prove?returnUrl=%2Fconsole%2Fsecurity%2Frecovery-codes", visitor.Path);
        await visitor.FillAsync("Code", "000000");
        Assert.Equal(422, await visitor.PressAsync("Confirm by code"));
        await visitor.FillAsync("Code", visitor.NextCode());
        await visitor.PressAsync("Confirm by code");
        Assert.Equal("/console/security/recovery-codes", visitor.Path);
        await visitor.PressAsync("Make new codes");
        Assert.Equal(10, (await visitor.Page.Locator("#recovery-codes").InnerTextAsync()).Split('\n').Length);

        await visitor.AddPasskeyAsync("Key");
        server.Time.Advance(TimeSpan.FromMinutes(6));
        await visitor.OpenAsync("/console/security/password");
        await visitor.PressAsync("Confirm by passkey");
        Assert.Equal("/console/security/password", visitor.Path);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task S_24_Removing_a_factor_with_an_old_proof_changes_nothing()
    {
        await using var server = await StartAsync();
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.SetUpAsync(Email, Password);
        await visitor.AddAuthenticatorAsync();
        await visitor.OpenAsync("/console/security/authenticator");

        server.Time.Advance(TimeSpan.FromMinutes(6));
        await visitor.PressAsync("Remove the authenticator");
        await visitor.SeesAsync("Confirm that it is you");
        await visitor.OpenAsync("/console/security");
        await visitor.ReadsAsync("10 codes left");
    }

    [Fact]
    public async Task S_21_Cookie_of_an_ended_session_is_worth_nothing()
    {
        await using var server = await StartAsync();
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.SetUpAsync(Email, Password);
        await visitor.AddAuthenticatorAsync();
        var kept = await visitor.CookiesAsync();
        await visitor.SignOutAsync();

        Assert.All(kept, cookie => Assert.True(cookie is { Secure: true, HttpOnly: true } && cookie.Name.StartsWith("__Host-", StringComparison.Ordinal), cookie.Name));
        await using var thief = await chromium.VisitAsync(server);
        await thief.AddCookiesAsync(kept.Select(c => new Microsoft.Playwright.Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, Secure = c.Secure, HttpOnly = c.HttpOnly }));
        await thief.OpenAsync("/console/security");
        await thief.SeesAsync("Sign in");
    }

    [Fact]
    public async Task S_22_Changed_password_ends_other_sessions_and_the_old_one_is_refused()
    {
        const string next = "quiet-harbour-copper-47";
        await using var server = await StartAsync();
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.SetUpAsync(Email, Password);
        await visitor.AddAuthenticatorAsync();
        await using var other = await chromium.VisitAsync(server);
        await other.SignInAsync(Email, Password);
        await other.FillAsync("Code", visitor.NextCode());
        await other.PressAsync("Go on");
        await other.LiveAsync();

        await visitor.OpenAsync("/console/security/password");
        await visitor.FillAsync("Current password", "not-my-password-at-all");
        await visitor.FillAsync("New password", next);
        Assert.Equal(422, await visitor.PressAsync("Save"));
        await visitor.FillAsync("Current password", Password);
        await visitor.FillAsync("New password", "short");
        Assert.Equal(422, await visitor.PressAsync("Save"));
        await visitor.FillAsync("Current password", Password);
        await visitor.FillAsync("New password", next);
        Assert.Equal(200, await visitor.PressAsync("Save"));
        await visitor.ReadsAsync("Your password is changed.");

        await other.Page.WaitForURLAsync("**/console/sign-in**");
        await other.SeesAsync("Sign in");
        Assert.Equal(422, await other.SignInAsync(Email, Password));
        Assert.Equal(200, await other.SignInAsync(Email, next));
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Session_in_the_list_is_ended_from_another()
    {
        await using var server = await StartAsync();
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.SetUpAsync(Email, Password);
        await visitor.AddAuthenticatorAsync();
        await using var other = await chromium.VisitAsync(server);
        foreach (var button in (string[])["End session from", "End all others"])
        {
            await other.SignInAsync(Email, Password);
            await other.FillAsync("Code", visitor.NextCode());
            await other.PressAsync("Go on");
            await other.LiveAsync();

            await visitor.OpenAsync("/console/security");
            await visitor.PressAsync(button, exact: false);
            // Nobody touches the page, whose lost socket the browser complains of.
            await other.Page.WaitForURLAsync("**/console/sign-in**");
            await other.SeesAsync("Sign in");
        }

        await visitor.OpenAsync("/console/security");
        await visitor.SeesAsync("Security");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Authenticator_that_was_mistyped_keeps_its_key()
    {
        await using var server = await StartAsync();
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.SetUpAsync(Email, Password);
        await visitor.OpenAsync("/console/security/authenticator");
        var key = await visitor.Page.Locator("#totp-key").InnerTextAsync();

        await visitor.FillAsync("Code", "000000");
        Assert.Equal(422, await visitor.PressAsync("Turn on"));
        Assert.Equal(key, await visitor.Page.Locator("#totp-key").InnerTextAsync());
        Assert.Equal("true", await visitor.Page.GetByLabel("Code", new() { Exact = true }).GetAttributeAsync("aria-invalid"));
        await visitor.FillAsync("Code", "12a");
        await visitor.PressAsync("Turn on");
        await visitor.ReadsAsync("Enter the six digits that the app shows.");
    }
}
