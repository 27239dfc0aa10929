using Gantry.Accounts.SignIn;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;
using Xunit;

namespace Gantry.Tests.Accounts.Joining;

/// <summary>Forgotten passwords, by mail.</summary>
public sealed class ForgottenPasswordTests
{
    private const string Ann = "ann@example.com";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S_22_Link_sets_a_password_once_ends_every_session_and_the_owner_is_told()
    {
        await using var rig = await JoinRig.StartAsync(RegistrationMode.Closed);
        var before = await rig.Accounts.SignedInAsync(Ann);
        Assert.Null(await rig.ForgotAsync(" ANN@example.com"));
        var token = rig.Token(Ann);
        Assert.Equal(Ann, (await LookAsync(rig, token)).Email);
        var visitor = rig.Accounts.Visit();
        Assert.Equal("password", (await NewAsync(visitor, token, "short")).Field);
        Assert.NotNull(await before.CurrentAsync());
        Assert.Equal(SignInKind.Done, (await NewAsync(visitor, token)).Kind);
        Assert.Null(await before.CurrentAsync());
        Assert.Equal(SignInKind.Gone, (await NewAsync(rig.Accounts.Visit(), token)).Kind);
        Assert.Equal(SignInKind.Refused, (await rig.Accounts.Visit().SignInAsync(s => s.WithPasswordAsync(Ann, SignInRig.Password, false, Cancellation))).Kind);
        Assert.EndsWith("was changed", rig.Accounts.Mail.Sent[^1].Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(token, rig.Accounts.Mail.Sent[^1].Text, StringComparison.Ordinal);

        var log = await rig.Accounts.Folder.Audit.ReadAsync(new AuditQuery { Action = "password." }, Cancellation);
        Assert.Equal([("password.change", """{"by":"link by mail"}"""), ("password.ask", """{"mail":"sent a link"}""")], log.Select(e => (e.Note.Action, e.Change.After!)));
        Assert.All(log, e => Assert.DoesNotContain(token, e.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_24_Mail_alone_does_not_pass_the_second_factor()
    {
        await using var rig = await JoinRig.StartAsync(RegistrationMode.Closed);
        foreach (var (email, role) in (List<(string, AccountRole)>)[(Ann, AccountRole.User), ("boss@example.com", AccountRole.Admin)])
        {
            var (key, _) = await rig.Accounts.AddTotpAsync(await rig.Accounts.SignedInAsync(email, role));
            await rig.ForgotAsync(email);
            var visitor = rig.Accounts.Visit();
            Assert.Equal(SignInKind.NeedsFactor, (await NewAsync(visitor, rig.Token(email))).Kind);
            Assert.Null(await visitor.CurrentAsync());
            Assert.Equal(SignInKind.Refused, (await visitor.SignInAsync(s => s.WithCodeAsync("000000", Cancellation))).Kind);
            Assert.Equal(SignInKind.Done, (await visitor.SignInAsync(s => s.WithCodeAsync(rig.Accounts.Code(key, 1), Cancellation))).Kind);
        }
    }

    [Fact]
    public async Task S_24_Administrator_without_a_second_factor_is_not_reset_by_mail()
    {
        await using var rig = await JoinRig.StartAsync(RegistrationMode.Closed);
        await rig.Accounts.AddAsync("boss@example.com", AccountRole.Owner);
        Assert.Null(await rig.ForgotAsync("boss@example.com"));
        Assert.DoesNotContain('#', Assert.Single(rig.Accounts.Mail.Sent).Text);
        var row = Assert.Single(await rig.Accounts.Folder.Audit.ReadAsync(new AuditQuery { Action = "password.ask" }, Cancellation));
        Assert.Contains("refused", row.Change.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S_25_Unknown_address_is_answered_alike_and_gets_no_mail()
    {
        await using var rig = await JoinRig.StartAsync(RegistrationMode.Closed);
        Assert.Null(await rig.ForgotAsync("nobody@example.com"));
        Assert.Empty(rig.Accounts.Mail.Sent);
        rig.Accounts.Mail.IsOn = false;
        Assert.Equal(SignInKind.Refused, (await rig.ForgotAsync("nobody@example.com"))!.Kind);
    }

    [Fact]
    public async Task Link_is_over_after_an_hour_with_another_one_and_with_another_password()
    {
        await using var rig = await JoinRig.StartAsync(RegistrationMode.Closed);
        var ann = await rig.Accounts.SignedInAsync(Ann);
        await rig.ForgotAsync(Ann);
        var first = rig.Token(Ann);
        await rig.ForgotAsync(Ann);
        var second = rig.Token(Ann);
        Assert.Equal(SignInKind.Gone, (await NewAsync(rig.Accounts.Visit(), first)).Kind);
        Assert.True((await ann.SecurityAsync(s => s.ChangePasswordAsync(SignInRig.Password, SignInRig.Other, false, Cancellation))).Done);
        Assert.Equal(SignInKind.Gone, (await NewAsync(rig.Accounts.Visit(), second)).Kind);
        await rig.ForgotAsync(Ann);
        var third = rig.Token(Ann);
        rig.Accounts.Time.Advance(OneTimeTokens.PasswordLife);
        Assert.Equal(SignInKind.Gone, (await NewAsync(rig.Accounts.Visit(), third)).Kind);
    }

    [Fact]
    public async Task What_strangers_ask_for_does_not_end_a_link_that_was_handed_over()
    {
        await using var rig = await JoinRig.StartAsync(RegistrationMode.Closed);
        await rig.Accounts.AddAsync(Ann);
        var handed = await rig.Accounts.Users.ResetAsync(Ann, factors: false, AuditNote.OfCommand("account.reset"), Cancellation);
        await rig.ForgotAsync(Ann);
        Assert.Equal(SignInKind.Done, (await NewAsync(rig.Accounts.Visit(), handed)).Kind);
        // And that the password is set ends the other.
        Assert.Equal(SignInKind.Gone, (await LookAsync(rig, rig.Token(Ann))).Refusal!.Kind);
    }

    private static Task<SignInStep> NewAsync(Visitor visitor, string token, string password = SignInRig.Other) =>
        visitor.SignInAsync(s => s.NewPasswordAsync(token, password, Cancellation));

    private static Task<LinkLook> LookAsync(JoinRig rig, string token) => rig.Accounts.Visit().JoinAsync(j => j.LookAsync(LinkKind.NewPassword, token, Cancellation));
}
