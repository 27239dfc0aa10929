using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Gantry.Console.Tests.Doubles;
using Gantry.Console.Tests.Rig;
using Gantry.Contracts.SignIn;
using Microsoft.Playwright;
using Xunit;

namespace Gantry.Console.Tests.Looks;

/// <summary>Every page in light, in dark and on a phone (the latter dark): for everybody to use, within the window, without a complaint of the browser. Pictures are kept.</summary>
public sealed class LookTests(Chromium chromium)
{
    private const string Email = "grace.hopper.with.a.long.name@subsidiary.example.com";
    private const string Password = "a long password 1";

    /// <summary>Half-way from one palette to the other nothing can be read.</summary>
    private static BrowserNewContextOptions Still => new() { ReducedMotion = ReducedMotion.Reduce };

    [Fact]
    public async Task Every_page_passes_axe_in_light_and_dark_and_fits_a_phone()
    {
        await using var fresh = await ConsoleHost.StartAsync();
        await using var first = await chromium.VisitAsync(fresh, Still);
        await first.OpenAsync("/console");
        await LookAsync(first, "not-set-up");
        await first.OpenAsync("/setup");
        await LookAsync(first, "set-up");
        await first.SetUpAsync(Email, Password);
        await LookAsync(first, "must-add-factor");

        PaperPerson person = null!;
        await using var server = await ConsoleHost.StartAsync(accounts =>
        {
            accounts.Providers.AddRange([new ExternalProvider("github", "GitHub"), new ExternalProvider("work", "Example Works")]);
            person = accounts.Add(Email, Password, "admin");
            person.ExternalLogins.Add("github");
            person.TotpKey = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
            Fill(accounts, person);
        });
        await using var visitor = await chromium.VisitAsync(server, Still);
        await visitor.OpenAsync("/console/sign-in");
        await LookAsync(visitor, "sign-in");
        await visitor.SignInAsync(Email, "wrong");
        await LookAsync(visitor, "sign-in-refused");
        await visitor.SignInAsync(Email, Password);
        await LookAsync(visitor, "code");
        await visitor.FillAsync("Code", "12");
        await visitor.PressAsync("Go on");
        await LookAsync(visitor, "code-wrong");
        await visitor.PressAsync("Use a recovery code");
        await LookAsync(visitor, "recovery-code");
        person.RecoveryCodes.Add("aaaaa-bbbbb");
        await visitor.FillAsync("Recovery code", "aaaaa-bbbbb");
        await visitor.PressAsync("Go on");
        await visitor.ReadsAsync("Send your first request");
        foreach (var (path, page) in ((string, string)[])[
            ("/console/security?done=password", "security"), ("/console/security/password", "password"), ("/console/security/authenticator", "authenticator-on"),
            ("/console/security/passkey", "passkey"), ("/console/security/recovery-codes", "recovery-codes"), ("/console/prove", "prove"), ("/console/nothing", "not-found")])
        {
            await visitor.OpenAsync(path);
            await LookAsync(visitor, page);
        }

        await visitor.OpenAsync("/console/security/recovery-codes");
        await visitor.PressAsync("Make new codes");
        await LookAsync(visitor, "recovery-codes-made");
        person.TotpKey = null;
        await visitor.OpenAsync("/console/security/authenticator");
        await LookAsync(visitor, "authenticator");
        Assert.Empty(first.Complaints.Concat(visitor.Complaints));
    }

    [Fact]
    public async Task Every_way_in_without_a_password_passes_axe_in_light_and_dark_and_fits_a_phone()
    {
        PaperAccounts accounts = null!;
        await using var server = await ConsoleHost.StartAsync(known =>
        {
            accounts = known;
            known.LinkFor = known.Add("user@example.com", Password, "user");
            known.Invited = Email;
        });
        await using var visitor = await chromium.VisitAsync(server, Still);
        foreach (var (path, page) in ((string, string)[])[
            ("/console/sign-in", "sign-in-with-mail"), ("/pricing", "pricing"), ("/register", "register"), ("/register?done=sent", "register-sent"), ("/forgot", "forgot"), ("/forgot?done=sent", "forgot-sent"),
            ("/join", "join"), ("/new-password", "new-password")])
        {
            await visitor.OpenAsync(path);
            await LookAsync(visitor, page);
        }

        await visitor.FillAsync("Token", "wrong");
        await visitor.PressAsync("Go on");
        await LookAsync(visitor, "new-password-wrong");
        await visitor.FillAsync("Token", PaperAccounts.LinkToken);
        await visitor.PressAsync("Go on");
        await LookAsync(visitor, "new-password-link");
        await visitor.FollowAsync("/join#" + PaperAccounts.LinkToken, $"Choose a password for {Email}");
        await LookAsync(visitor, "join-link");
        accounts.Invited = null;
        await visitor.FillAsync("Password", Password);
        await visitor.PressAsync("Make the account");
        await LookAsync(visitor, "join-gone");
        accounts.Offer = new JoinOffer(RegistrationOffer.WithoutMail, ForgotByMail: false);
        foreach (var (path, page) in ((string, string)[])[("/console/sign-in", "sign-in-without-mail"), ("/register", "register-off"), ("/forgot", "forgot-off")])
        {
            await visitor.OpenAsync(path);
            await LookAsync(visitor, page);
        }

        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task S_20_What_others_have_typed_is_text()
    {
        string[] payloads =
        [
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "'-alert(1)-'", "</title><script>alert(1)</script>",
            "javascript:alert(1)", "<iframe srcdoc='<script>alert(1)</script>'>", "{{constructor.constructor('alert(1)')()}}", "<style>*{display:none}</style>", "&lt;script&gt;",
        ];
        var email = "\"><img/src=x/onerror=alert(1)>@example.com";
        await using var server = await ConsoleHost.StartAsync(accounts =>
        {
            var person = accounts.Add(email, Password, "user");
            var now = accounts.Time.GetUtcNow();
            foreach (var payload in payloads)
            {
                accounts.Providers.Add(new ExternalProvider("p" + accounts.Providers.Count, payload));
                person.ExternalLogins.Add(payload);
                person.Passkeys.Add(new PaperPasskey(payload, payload, [], now));
                accounts.Sessions[payload] = new PaperSession { Id = Guid.CreateVersion7(now), Person = person, CreatedAt = now, Browser = payload, Address = payload };
            }

            // A passkey would ask for a second step, and this test has no true one.
            accounts.Sessions["known"] = new PaperSession { Id = Guid.CreateVersion7(now), Person = person, CreatedAt = now, Browser = "", ProvedAt = now };
        });
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.OpenAsync("/console/sign-in?returnUrl=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&done=%3Cscript%3E");
        await visitor.ReadsAsync("Continue with " + payloads[0]);
        await visitor.Page.EvaluateAsync("document.querySelector('#field-email').type = 'text'");
        await visitor.FillAsync("E-mail", payloads[1]);
        await visitor.FillAsync("Password", payloads[2]);
        Assert.Equal(422, await visitor.PressAsync("Sign in"));
        Assert.Equal(payloads[1], await visitor.Page.Locator("#field-email").InputValueAsync());
        await visitor.AddCookiesAsync([new Cookie { Name = PaperAccounts.Cookie, Value = "known", Domain = "localhost", Path = "/", Secure = true, HttpOnly = true }]);
        await visitor.OpenAsync("/console/security?done=%3Cscript%3Ealert(1)%3C/script%3E");
        foreach (var payload in payloads) await visitor.ReadsAsync(payload);
        Assert.Equal(email, await visitor.Page.Locator(".email").InnerTextAsync());
        await visitor.OpenLiveAsync("/console/account");
        await visitor.ReadsAsync(email);
        Assert.Equal(0, await visitor.Page.Locator("img, iframe, main svg, body script:not([nonce])").CountAsync());
        Assert.Empty(visitor.Complaints);
    }

    private static void Fill(PaperAccounts accounts, PaperPerson person)
    {
        var now = accounts.Time.GetUtcNow();
        person.Passkeys.Add(new PaperPasskey("AAEC", "Work laptop", [], now.AddDays(-40)) { LastUsedAt = now.AddHours(-3) });
        person.Passkeys.Add(new PaperPasskey("AAED", "Security key in the second drawer of the desk by the window", [], now.AddDays(-2)));
        string[] browsers =
        [
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
        ];
        foreach (var browser in browsers)
        {
            accounts.Sessions[browser] = new PaperSession { Id = Guid.CreateVersion7(now), Person = person, CreatedAt = now.AddDays(-1), Browser = browser, Address = "2001:db8:85a3::8a2e:370:7334" };
        }
    }

    private static async Task LookAsync(Visitor visitor, string page)
    {
        var browser = visitor.Page;
        await Pictures.KeepAsync(browser, $"{page}-light");
        Pass(await browser.RunAxe(), page);
        await browser.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Pictures.KeepAsync(browser, $"{page}-dark");
        // Nothing but colours is different, and the first run has left axe in the page.
        var unreadable = await browser.EvaluateAsync<string[]>(
            "async () => (await axe.run(document, { runOnly: ['color-contrast'] })).violations.flatMap(found => found.nodes.map(node => node.html))");
        Assert.True(unreadable.Length == 0, $"{page} in the dark: {string.Join(", ", unreadable)}");
        await browser.SetViewportSizeAsync(360, 740);
        await Pictures.KeepAsync(browser, $"{page}-phone");
        var over = await browser.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(over <= 0, $"{page} is {over} pixels wider than a phone");
        await browser.SetViewportSizeAsync(1280, 720);
        await browser.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    private static void Pass(AxeResult axe, string page) => Assert.True(
        !axe.Violations.Any(found => found.Impact is "serious" or "critical"),
        $"{page}: {string.Join("; ", axe.Violations.Select(found => $"{found.Impact} {found.Id}: {found.Help} at {string.Join(", ", found.Nodes.Select(node => node.Html))}"))}");
}
