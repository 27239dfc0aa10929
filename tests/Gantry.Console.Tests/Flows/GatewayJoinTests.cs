using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Gantry.Console.Tests.Rig;
using Xunit;

namespace Gantry.Console.Tests.Flows;

/// <summary>In a browser, over the gateway with its own accounts and a mail server: what people do who have no password.</summary>
public sealed partial class GatewayJoinTests(Chromium chromium, MailedGateway gateway) : IClassFixture<MailedGateway>
{
    private const string Next = "quiet-harbour-copper-47";

    [Fact]
    public async Task Invited_person_follows_the_link_of_the_mail_chooses_a_password_and_is_signed_in()
    {
        const string guest = "guest@example.com";
        Assert.True((await gateway.InviteAsync(guest)).Mailed);
        var link = MailedGateway.Link(await gateway.MailAsync(guest, "You are invited"));
        var token = link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..];
        await using var visitor = await chromium.VisitAsync(gateway.Server);
        var asked = new ConcurrentQueue<string>();
        visitor.Page.Request += (_, request) => asked.Enqueue($"{request.Url.Split('#')[0]} {string.Join(' ', request.Headers.Values)}");
        await visitor.FollowAsync(link, $"Choose a password for {guest}");
        // Neither the history nor an address nor a Referer has the token.
        Assert.Equal("/join", visitor.Path);
        Assert.DoesNotContain('#', visitor.Page.Url);
        await visitor.FillAsync("Password", "short");
        Assert.Equal(422, await visitor.PressAsync("Make the account"));
        await visitor.ReadsAsync($"Choose a password for {guest}");
        await visitor.FillAsync("Password", Next);
        await visitor.PressAsync("Make the account");
        await visitor.SeesAsync("Overview");
        Assert.NotEmpty(asked);
        Assert.All(asked, request => Assert.DoesNotContain(token, request, StringComparison.Ordinal));

        await visitor.SignOutAsync();
        await visitor.FollowAsync(link, "This link is no longer good");
        await visitor.FollowAsync("/join#" + new string('x', 43), "The token is wrong.");
        Assert.Equal(200, await visitor.SignInAsync(guest, Next));
        await visitor.SeesAsync("Overview");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Stranger_registers_confirms_by_mail_and_is_signed_in()
    {
        const string email = "stranger@example.com";
        await using var visitor = await chromium.VisitAsync(gateway.Server);
        await visitor.OpenAsync("/console/sign-in");
        await visitor.PressAsync("Make an account");
        await visitor.FillAsync("E-mail", email);
        Assert.Equal(200, await visitor.PressAsync("Send the link"));
        await visitor.SeesAsync("Look into your mail");
        await visitor.FollowAsync(MailedGateway.Link(await gateway.MailAsync(email, "Confirm")), $"Choose a password for {email}");
        await visitor.FillAsync("Password", Next);
        await visitor.PressAsync("Make the account");
        await visitor.SeesAsync("Overview");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task S_24_Forgotten_password_is_changed_by_mail_and_the_second_factor_is_asked_for()
    {
        const string email = "forgetful@example.com";
        await gateway.InviteAsync(email);
        await using var before = await chromium.VisitAsync(gateway.Server);
        await before.FollowAsync(MailedGateway.Link(await gateway.MailAsync(email, "You are invited")), $"Choose a password for {email}");
        await before.FillAsync("Password", MailedGateway.Password);
        await before.PressAsync("Make the account");
        await before.AddAuthenticatorAsync();

        await using var visitor = await chromium.VisitAsync(gateway.Server);
        await visitor.OpenAsync("/console/sign-in");
        await visitor.PressAsync("Forgotten password");
        await visitor.FillAsync("E-mail", email);
        await visitor.PressAsync("Send the link");
        await visitor.SeesAsync("Look into your mail");
        var link = MailedGateway.Link(await gateway.MailAsync(email, "A new password"));
        await visitor.FollowAsync(link, "New password");
        await visitor.FillAsync("New password", Next);
        Assert.DoesNotContain('#', visitor.Page.Url);
        await visitor.PressAsync("Save");
        await visitor.SeesAsync("Enter the code");
        await before.OpenAsync("/console");
        await before.SeesAsync("Sign in");
        await visitor.OpenAsync("/console");
        await visitor.SeesAsync("Sign in");
        await visitor.SignInAsync(email, Next);
        await visitor.FillAsync("Code", before.NextCode());
        await visitor.PressAsync("Go on");
        await visitor.SeesAsync("Overview");
        await gateway.MailAsync(email, "Your password for gantry.example.com was changed");

        await before.FollowAsync(link, "This link is no longer good");
        await before.PressAsync("Ask for another");
        await before.SeesAsync("Forgotten password");
        Assert.Empty(visitor.Complaints.Concat(before.Complaints));
    }

    [Fact]
    public async Task S_25_Known_and_unknown_addresses_get_the_same_bytes_and_another_mail()
    {
        foreach (var path in (string[])["/register", "/forgot"])
        {
            var answers = new List<string>();
            foreach (var email in (string[])[MailedGateway.Known, $"unknown{path[1..]}@example.com"])
            {
                using var client = new PlainClient(gateway.Server.Address);
                answers.Add(await AskAsync(client, path, email));
            }

            Assert.Equal(answers[0], answers[1]);
            Assert.StartsWith($"303 {path}?done=sent", answers[0], StringComparison.Ordinal);
        }

        await gateway.MailAsync(MailedGateway.Known, "You have an account");
        await gateway.MailAsync("unknownregister@example.com", "Confirm");
    }

    [Fact]
    public async Task S_23_Link_in_a_mail_is_that_of_the_settings_whatever_host_the_request_names()
    {
        using var client = new PlainClient(gateway.Server.Address);
        await AskAsync(
            client, "/register", "victim@example.com", ("Host", "evil.example"), ("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example"), ("X-Forwarded-Proto", "http"));
        var mail = await gateway.MailAsync("victim@example.com", "Confirm");
        MailedGateway.Link(mail);
        Assert.DoesNotContain("evil", mail.Raw + mail.Text + mail.Part("text/html"), StringComparison.Ordinal);
    }

    // Status, address and page of the answer, without what is new in every page.
    private static async Task<string> AskAsync(PlainClient client, string path, string email, params (string, string)[] headers)
    {
        var token = await client.TokenAsync(path);
        using var answer = await client.SendAsync(
            HttpMethod.Post, path, new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("_handler", "ask"), new("email", email)]), headers);
        var next = answer.Headers.Location?.ToString() ?? "";
        using var page = await client.SendAsync(HttpMethod.Get, next);
        // What was typed stands in the form again, whatever is known of it.
        return $"{(int)answer.StatusCode} {next} {(await BodyAsync(answer)).Replace(email, "", StringComparison.Ordinal)} {(int)page.StatusCode} {await BodyAsync(page)}";
    }

    private static async Task<string> BodyAsync(HttpResponseMessage answer) => Random().Replace(await answer.Content.ReadAsStringAsync(), "");

    [GeneratedRegex("""(?:nonce|value)="[^"@]{20,}["]|<!--Blazor-Server-Component-State:[^>]*>""")]
    private static partial Regex Random();
}
