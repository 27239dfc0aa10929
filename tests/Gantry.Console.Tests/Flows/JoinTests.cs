using Gantry.Console.Tests.Doubles;
using Gantry.Console.Tests.Rig;
using Gantry.Contracts.SignIn;
using Xunit;

namespace Gantry.Console.Tests.Flows;

/// <summary>The pages for people without a password, over the double.</summary>
public sealed class JoinTests(Chromium chromium)
{
    [Fact]
    public async Task Token_is_pasted_where_no_script_runs()
    {
        await using var server = await ConsoleHost.StartAsync(accounts =>
        {
            accounts.Add("owner@example.com", "a long password 1", "owner");
            accounts.Invited = "guest@example.com";
        });
        await using var visitor = await chromium.VisitAsync(server, new() { JavaScriptEnabled = false });
        await visitor.OpenAsync("/join#" + PaperAccounts.LinkToken);
        await visitor.FillAsync("Token", "another");
        Assert.Equal(422, await visitor.PressAsync("Go on"));
        await visitor.FillAsync("Token", PaperAccounts.LinkToken);
        Assert.Equal(200, await visitor.PressAsync("Go on"));
        await visitor.FillAsync("Password", "a long password 2");
        await visitor.PressAsync("Make the account");
        await visitor.SeesAsync("Overview");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Another_link_to_the_page_that_is_open_is_taken()
    {
        await using var server = await ConsoleHost.StartAsync(accounts => accounts.LinkFor = accounts.Add("user@example.com", "a long password 1", "user"));
        await using var visitor = await chromium.VisitAsync(server);
        await visitor.OpenAsync("/new-password");
        await visitor.FollowAsync("/new-password#wrong", "This token is wrong.");
        await visitor.FollowAsync("/new-password#" + PaperAccounts.LinkToken, "New password");
        await visitor.FillAsync("New password", "another password 2");
        await visitor.PressAsync("Save");
        await visitor.SeesAsync("Overview");
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task What_the_gateway_does_not_do_is_said_and_not_offered()
    {
        PaperAccounts accounts = null!;
        await using var server = await ConsoleHost.StartAsync(known => (accounts = known).Add("user@example.com", "a long password 1", "user"));
        using var client = new PlainClient(server.Address);
        var token = await client.TokenAsync("/register");
        foreach (var (offer, status, says) in (List<(RegistrationOffer, int, string)>)[
            (RegistrationOffer.Open, 200, "Make an account"), (RegistrationOffer.ByInvitation, 403, "By invitation only"),
            (RegistrationOffer.WithoutMail, 503, "No registration at the moment"), (RegistrationOffer.Closed, 403, "No registration")])
        {
            var open = offer == RegistrationOffer.Open;
            accounts.Offer = new JoinOffer(offer, open);
            foreach (var (path, expected, text) in (List<(string, int, string)>)[
                ("/register", status, says), ("/forgot", open ? 200 : 503, open ? "Forgotten password" : "This gateway sends no mail"),
                ("/console/sign-in", 200, open ? "href=\"/forgot\"" : "Ask an administrator.")])
            {
                using var page = await client.SendAsync(HttpMethod.Get, path);
                Assert.Equal(expected, (int)page.StatusCode);
                Assert.Contains(text, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }

            foreach (var path in (string[])["/register", "/forgot"])
            {
                accounts.Asked.Clear();
                using var sent = await client.SendAsync(
                    HttpMethod.Post, path, new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("_handler", "ask"), new("email", "a@example.com")]));
                Assert.Equal(open ? [$"{path[1..]} a@example.com"] : [], accounts.Asked);
            }
        }
    }

    [Fact]
    public async Task S_1_Pages_are_shut_before_set_up()
    {
        await using var server = await ConsoleHost.StartAsync();
        using var client = new PlainClient(server.Address);
        foreach (var path in (string[])["/join", "/register", "/forgot"])
        {
            using var page = await client.SendAsync(HttpMethod.Get, path);
            Assert.Equal(503, (int)page.StatusCode);
        }
    }
}
