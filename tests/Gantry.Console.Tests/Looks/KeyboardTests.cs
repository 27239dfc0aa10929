using Gantry.Console.Tests.Rig;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Looks;

/// <summary>Without a mouse, and without scripts.</summary>
public sealed class KeyboardTests(Chromium chromium)
{
    private const string Email = "user@example.com";
    private const string Password = "a long password 1";

    [Fact]
    public async Task Whole_sign_in_is_done_by_keyboard()
    {
        await using var server = await ConsoleHost.StartAsync(accounts => accounts.Add(Email, Password, "user"));
        await using var visitor = await chromium.VisitAsync(server);
        var keys = visitor.Page.Keyboard;
        await visitor.OpenAsync("/console/security/password");
        await Assertions.Expect(visitor.Page.GetByLabel("E-mail")).ToBeFocusedAsync();
        await keys.TypeAsync(Email);
        await keys.PressAsync("Tab");
        await keys.TypeAsync("wrong password");
        await keys.PressAsync("Enter");
        await visitor.ReadsAsync("E-mail or password is wrong.");
        Assert.Equal(Email, await visitor.Page.GetByLabel("E-mail").InputValueAsync());

        await visitor.Page.GetByLabel("E-mail").FocusAsync();
        await keys.PressAsync("Tab");
        await keys.TypeAsync(Password);
        await keys.PressAsync("Tab");
        await keys.PressAsync("Space");
        await keys.PressAsync("Tab");
        await keys.PressAsync("Enter");
        await visitor.SeesAsync("Change your password");

        await visitor.OpenAsync("/console/security");
        await keys.PressAsync("Tab");
        Assert.Equal("Skip to the content", await FocusedAsync(visitor));
        var reached = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            await keys.PressAsync("Tab");
            reached.Add(await FocusedAsync(visitor));
            Assert.NotEqual("none", await visitor.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
            if (reached[^1] == "Add a passkey") break;
        }

        Assert.Equal(["Gantry", "Home", "Security", "Sign out", "Change password", "Set up authenticator app", "Add a passkey"], reached);
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Everything_but_passkeys_works_without_scripts()
    {
        await using var server = await ConsoleHost.StartAsync(accounts => accounts.Add(Email, Password, "user"));
        await using var visitor = await chromium.VisitAsync(server, new() { JavaScriptEnabled = false });
        await visitor.SignInAsync(Email, "wrong password");
        await visitor.ReadsAsync("E-mail or password is wrong.");
        // The test's switch for scripts does not show what a browser without any shows.
        Assert.Contains("<noscript><p class=\"hint\">Passkeys need JavaScript.</p></noscript>", await visitor.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.False(await visitor.Page.GetByText("Use a passkey").IsVisibleAsync());
        await visitor.SignInAsync(Email, Password);
        var codes = await visitor.AddAuthenticatorAsync();
        Assert.Equal(10, codes.Length);
        await visitor.SignOutAsync();
        await visitor.SignInAsync(Email, Password);
        await visitor.FillAsync("Code", visitor.NextCode());
        await visitor.PressAsync("Go on");
        await visitor.SeesAsync("Overview");
    }

    [Fact]
    public async Task S_25_Too_many_tries_are_told_the_wait_in_words()
    {
        await using var server = await ConsoleHost.StartAsync(accounts => accounts.Add(Email, Password, "user"));
        await using var visitor = await chromium.VisitAsync(server);
        for (var i = 0; i < 5; i++) Assert.Equal(422, await visitor.SignInAsync(Email, "wrong password"));
        Assert.Equal(429, await visitor.SignInAsync(Email, Password));
        await visitor.ReadsAsync("Too many tries. Try again in 14 minutes.");
    }

    [Fact]
    public async Task Passkey_that_the_browser_does_not_give_is_told_and_can_be_tried_again()
    {
        await using var server = await ConsoleHost.StartAsync(accounts => accounts.Add(Email, Password, "user"));
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.CarryPasskeysAsync();
        await visitor.OpenAsync("/console/sign-in");
        await visitor.Page.GetByText("Use a passkey").ClickAsync();
        await visitor.ReadsAsync("The browser gave no passkey: it was cancelled, or took too long.");
        Assert.True(await visitor.Page.GetByText("Use a passkey").IsEnabledAsync());
    }

    private static Task<string> FocusedAsync(Visitor visitor) => visitor.Page.EvaluateAsync<string>("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')");
}
