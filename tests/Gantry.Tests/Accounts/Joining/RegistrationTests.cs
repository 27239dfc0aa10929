using Gantry.Accounts.Joining;
using Gantry.Accounts.SignIn;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;
using Gantry.Outbox;
using Xunit;

namespace Gantry.Tests.Accounts.Joining;

/// <summary>Accounts that people make for themselves.</summary>
public sealed class RegistrationTests
{
    private const string New = "new@example.com";
    private const string Known = "known@example.com";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Confirmed_address_has_an_account_and_is_signed_in()
    {
        await using var rig = await JoinRig.StartAsync();
        Assert.Null(await rig.RegisterAsync("  New@Example.com "));
        Assert.Null(await rig.Accounts.Folder.SignIns.FindAsync(New, Cancellation));
        var token = rig.Token(New);
        var look = await rig.Accounts.Visit().JoinAsync(j => j.LookAsync(LinkKind.Join, token, Cancellation));
        Assert.Equal((New, null), (look.Email, look.Refusal));

        var visitor = rig.Accounts.Visit();
        Assert.Equal("password", (await JoinRig.JoinAsync(visitor, token, "short")).Field);
        Assert.Equal(SignInKind.Done, (await JoinRig.JoinAsync(visitor, token)).Kind);
        Assert.Equal((New, "user"), (await visitor.CurrentAsync() is { } who ? (who.Email, who.Role) : default));
        Assert.Equal(SignInKind.Gone, (await JoinRig.JoinAsync(rig.Accounts.Visit(), token)).Kind);
        var log = await rig.Accounts.Folder.Audit.ReadAsync(new AuditQuery(), Cancellation);
        Assert.Equal(["session.begin", "account.register", "registration.ask"], log.Select(e => e.Note.Action));
        Assert.All(log, e => Assert.DoesNotContain(token, e.ToString(), StringComparison.Ordinal));
        Assert.All(log, e => Assert.Equal("203.0.113.7", e.Note.Address));
    }

    [Fact]
    public async Task S_25_Known_address_is_answered_and_queued_like_an_unknown_one_and_its_owner_learns_by_mail()
    {
        await using var rig = await JoinRig.StartAsync();
        await rig.Accounts.AddAsync(Known);
        foreach (var email in (string[])[New, Known])
        {
            // What the request does before it is answered is the same work on the same rows: nothing looks whether there is an account.
            Assert.Null(await rig.Accounts.Visit().JoinAsync(j => j.RegisterAsync(email, Cancellation)));
            var item = Assert.Single(await rig.Accounts.Folder.Outbox.ClaimAsync(OutboxChannel.Errand, 10, Cancellation));
            Assert.Equal((Errand.Register, email), (item.Subject, item.Recipient));
            Assert.Empty(rig.Accounts.Mail.Sent);
        }

        rig.Accounts.Time.Advance(OutboxTerms.Lease);
        await rig.Accounts.RunErrandsAsync();
        var mails = rig.Accounts.Mail.Sent.ToDictionary(m => m.To.Single());
        Assert.StartsWith("Confirm", mails[New].Subject, StringComparison.Ordinal);
        Assert.StartsWith("You have an account", mails[Known].Subject, StringComparison.Ordinal);
        Assert.Contains($"{JoinRig.PublicUrl}/console/sign-in\n", mails[Known].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/join", mails[Known].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closed_gateway_takes_nobody_and_says_why()
    {
        foreach (var (mode, mail, url, offer) in (List<(RegistrationMode, bool, string?, RegistrationOffer)>)[
            (RegistrationMode.Closed, true, JoinRig.PublicUrl, RegistrationOffer.Closed), (RegistrationMode.Invitation, true, JoinRig.PublicUrl, RegistrationOffer.ByInvitation),
            (RegistrationMode.Open, false, JoinRig.PublicUrl, RegistrationOffer.WithoutMail), (RegistrationMode.Open, true, null, RegistrationOffer.WithoutMail)])
        {
            await using var rig = await JoinRig.StartAsync(mode, url);
            rig.Accounts.Mail.IsOn = mail;
            Assert.Equal(new JoinOffer(offer, mail && url is not null), await rig.Accounts.Visit().JoinAsync(j => Task.FromResult(j.Offer)));
            Assert.Equal(SignInKind.Refused, (await rig.RegisterAsync(New))!.Kind);
            Assert.Empty(rig.Accounts.Mail.Sent);
        }
    }

    [Fact]
    public async Task Only_the_domains_that_are_named_register()
    {
        await using var rig = await JoinRig.StartAsync();
        rig.Accounts.Registration = new RegistrationTerms(RegistrationMode.Open, ["example.com"]);
        await rig.Accounts.AddAsync("known@example.org");
        // A known address of another domain is refused like an unknown one.
        foreach (var email in (string[])["new@example.org", "known@example.org", "new@sub.example.com", "new@notexample.com"])
            Assert.Equal("email", (await rig.RegisterAsync(email))!.Field);
        foreach (var email in (string[])["nobody", "a b@example.com", "größe@example.com"]) Assert.Equal("email", (await rig.RegisterAsync(email))!.Field);
        Assert.Empty(rig.Accounts.Mail.Sent);
        Assert.Null(await rig.RegisterAsync("NEW@EXAMPLE.COM"));
        Assert.Single(rig.Accounts.Mail.Sent);
    }

    [Fact]
    public async Task S_25_Address_gets_three_mails_an_hour_and_a_network_asks_twenty_times_in_a_quarter()
    {
        await using var rig = await JoinRig.StartAsync();
        for (var i = 0; i < 5; i++) Assert.Null(await rig.RegisterAsync(New));
        Assert.Equal(TryLimit.MailsPerAddress, rig.Accounts.Mail.Sent.Count);

        // Counting what is shorter forgets nothing of it.
        rig.Accounts.Time.Advance(TimeSpan.FromMinutes(40));
        await rig.Accounts.Visit().SignInAsync(s => s.WithPasswordAsync(New, "wrong wrong wrong", false, Cancellation));
        Assert.Null(await rig.RegisterAsync(New));
        Assert.Equal(TryLimit.MailsPerAddress, rig.Accounts.Mail.Sent.Count);
        rig.Accounts.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.Null(await rig.RegisterAsync(New));
        Assert.Equal(TryLimit.MailsPerAddress + 1, rig.Accounts.Mail.Sent.Count);

        for (var i = 0; i < TryLimit.PerAddress; i++) Assert.Null(await rig.Accounts.Visit("198.51.100.1").JoinAsync(j => j.RegisterAsync($"p{i}@example.com", Cancellation)));
        var late = await rig.Accounts.Visit("198.51.100.1").JoinAsync(j => j.ForgotAsync(Known, Cancellation));
        Assert.Equal((SignInKind.Wait, TryLimit.Window), (late!.Kind, late.RetryAfter));
        Assert.Null(await rig.Accounts.Visit("198.51.100.2").JoinAsync(j => j.ForgotAsync(Known, Cancellation)));
    }

    [Fact]
    public async Task Link_leads_nowhere_after_a_day_or_when_registration_was_closed_or_the_address_has_an_account()
    {
        await using var rig = await JoinRig.StartAsync();
        await rig.RegisterAsync(New);
        var token = rig.Token(New);
        rig.Accounts.Registration = RegistrationTerms.Usual;
        Assert.Equal(SignInKind.Gone, (await JoinRig.JoinAsync(rig.Accounts.Visit(), token)).Kind);
        rig.Accounts.Registration = new RegistrationTerms(RegistrationMode.Open, []);
        rig.Accounts.Time.Advance(InvitationDesk.RegistrationLife);
        Assert.Equal(SignInKind.Gone, (await JoinRig.JoinAsync(rig.Accounts.Visit(), token)).Kind);

        await rig.RegisterAsync(New);
        token = rig.Token(New);
        await rig.Accounts.AddAsync(New);
        Assert.Equal(SignInKind.Gone, (await JoinRig.JoinAsync(rig.Accounts.Visit(), token)).Kind);
        Assert.Equal(SignInKind.Refused, (await JoinRig.JoinAsync(rig.Accounts.Visit(), "made-up")).Kind);
    }

    [Fact]
    public async Task Of_many_who_use_one_link_at_once_one_gets_in()
    {
        await using var rig = await JoinRig.StartAsync();
        await rig.RegisterAsync(New);
        var token = rig.Token(New);
        var steps = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => JoinRig.JoinAsync(rig.Accounts.Visit(), token)));
        Assert.Single(steps, s => s.Kind == SignInKind.Done);
        Assert.Equal(7, steps.Count(s => s.Kind == SignInKind.Gone));
    }

    [Fact]
    public async Task Disabled_account_hears_nothing()
    {
        await using var rig = await JoinRig.StartAsync();
        await rig.Accounts.AddAsync(Known);
        await rig.Accounts.EditAsync(Known, row => row with { DisabledBy = ManagedBy.Hand });
        Assert.Null(await rig.RegisterAsync(Known));
        Assert.Null(await rig.ForgotAsync(Known));
        Assert.Empty(rig.Accounts.Mail.Sent);
    }
}
