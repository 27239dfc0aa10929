using Gantry.Accounts.Joining;
using Gantry.Accounts.SignIn;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;
using Xunit;

namespace Gantry.Tests.Accounts.Joining;

/// <summary>What the link of an invitation opens, and what it does not.</summary>
public sealed class InvitationTests
{
    private const string Owner = "owner@example.com";
    private const string Guest = "guest@example.com";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AccountRole.User, SignInKind.Done)]
    [InlineData(AccountRole.Admin, SignInKind.MustAddFactor)]
    internal async Task S_24_Invited_person_joins_with_the_role_and_an_administrator_needs_a_second_factor_first(AccountRole role, SignInKind expected)
    {
        await using var rig = await Rig();
        var (_, token) = await rig.InviteAsync(Guest, Owner, role);
        var visitor = rig.Accounts.Visit();
        Assert.Equal(expected, (await JoinRig.JoinAsync(visitor, token)).Kind);
        Assert.Equal((Guest, EnumWords.Of(role)), (await visitor.CurrentAsync() is { } who ? (who.Email, who.Role) : default));
        Assert.Equal(SignInKind.Gone, (await JoinRig.JoinAsync(rig.Accounts.Visit(), token)).Kind);
        var joined = Assert.Single(await rig.Accounts.Folder.Audit.ReadAsync(new AuditQuery { Action = "account.join" }, Cancellation));
        Assert.Equal((Guest, $"account {Guest}"), (joined.Note.Actor, joined.Change.Target));
    }

    [Fact]
    public async Task Link_is_over_after_seven_days_when_revoked_and_while_registration_is_closed()
    {
        await using var rig = await Rig();
        var (invitation, token) = await rig.InviteAsync(Guest, Owner);
        rig.Accounts.Registration = new RegistrationTerms(RegistrationMode.Closed, []);
        Assert.Equal(SignInKind.Gone, (await LookAsync(rig, token)).Refusal!.Kind);
        rig.Accounts.Registration = RegistrationTerms.Usual;
        Assert.Equal(Guest, (await LookAsync(rig, token)).Email);
        rig.Accounts.Time.Advance(InvitationDesk.Life);
        Assert.Equal(SignInKind.Gone, (await JoinRig.JoinAsync(rig.Accounts.Visit(), token)).Kind);
        Assert.False(await rig.Accounts.Folder.Invitations.RevokeAsync(invitation.Id, AuditNote.OfCommand("invitation.revoke"), Cancellation));

        var (second, other) = await rig.InviteAsync(Guest, Owner);
        Assert.True(await rig.Accounts.Folder.Invitations.RevokeAsync(second.Id, AuditNote.OfCommand("invitation.revoke"), Cancellation));
        Assert.Equal(SignInKind.Gone, (await JoinRig.JoinAsync(rig.Accounts.Visit(), other)).Kind);
        Assert.Null(await rig.Accounts.Folder.SignIns.FindAsync(Guest, Cancellation));
    }

    [Fact]
    public async Task Links_of_somebody_who_may_no_longer_invite_open_nothing()
    {
        await using var rig = await Rig();
        await rig.Accounts.AddAsync("second@example.com", AccountRole.Owner);
        var (_, user) = await rig.InviteAsync(Guest, "second@example.com");
        var (_, admin) = await rig.InviteAsync("boss@example.com", "second@example.com", AccountRole.Admin);
        await rig.Accounts.EditAsync("second@example.com", row => row with { Role = AccountRole.Admin });
        Assert.Equal(SignInKind.Gone, (await JoinRig.JoinAsync(rig.Accounts.Visit(), admin)).Kind);
        Assert.Equal(Guest, (await LookAsync(rig, user)).Email);
        await rig.Accounts.EditAsync("second@example.com", row => row with { DisabledBy = ManagedBy.Hand });
        Assert.Equal(SignInKind.Gone, (await JoinRig.JoinAsync(rig.Accounts.Visit(), user)).Kind);
    }

    [Fact]
    public async Task Address_has_one_open_invitation_and_none_where_it_has_an_account()
    {
        await using var rig = await Rig();
        var (invitation, _) = await rig.InviteAsync(Guest, Owner);
        var again = await rig.Desk.IssueAsync(invitation with { Id = Guid.CreateVersion7() }, AuditNote.OfCommand("invitation.create"), Cancellation);
        Assert.Equal(InvitationVerdict.InvitedBefore, again.Verdict);
        var known = await rig.Desk.IssueAsync(invitation with { Id = Guid.CreateVersion7(), Email = Owner }, AuditNote.OfCommand("invitation.create"), Cancellation);
        Assert.Equal(InvitationVerdict.HasAccount, known.Verdict);
    }

    [Fact]
    public async Task Token_of_another_purpose_opens_nothing_and_guesses_are_counted()
    {
        await using var rig = await Rig();
        var password = await rig.Accounts.Users.AddAsync("ann@example.com", AccountRole.User, AuditNote.OfCommand("account.create"), Cancellation);
        var (_, invitation) = await rig.InviteAsync(Guest, Owner);
        var visitor = rig.Accounts.Visit();
        Assert.Equal("token", (await JoinRig.JoinAsync(visitor, password)).Field);
        Assert.Equal("token", (await visitor.SignInAsync(s => s.NewPasswordAsync(invitation, SignInRig.Other, Cancellation))).Field);
        for (var i = 2; i < TryLimit.PerAddress; i++) Assert.Equal(SignInKind.Refused, (await LookAsync(rig, $"guess {i}")).Refusal!.Kind);
        Assert.Equal(SignInKind.Wait, (await LookAsync(rig, invitation)).Refusal!.Kind);
    }

    [Fact]
    public async Task S_9_Store_holds_no_token()
    {
        await using var rig = await Rig();
        var (_, invited) = await rig.InviteAsync(Guest, Owner);
        rig.Accounts.Registration = new RegistrationTerms(RegistrationMode.Open, []);
        await rig.RegisterAsync("new@example.com");
        await rig.Accounts.AddAsync("ann@example.com");
        await rig.ForgotAsync("ann@example.com");
        string[] tokens = [invited, rig.Token("new@example.com"), rig.Token("ann@example.com")];
        await JoinRig.JoinAsync(rig.Accounts.Visit(), invited);
        var bytes = new System.Text.StringBuilder();
        foreach (var file in Directory.EnumerateFiles(rig.Accounts.Folder.Path, "gantry.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            bytes.Append(await reader.ReadToEndAsync(Cancellation));
        }

        var store = bytes.ToString();
        Assert.Contains(Guest, store, StringComparison.Ordinal);
        Assert.All(tokens, token => Assert.DoesNotContain(token, store, StringComparison.Ordinal));
    }

    private static async Task<JoinRig> Rig()
    {
        var rig = await JoinRig.StartAsync(RegistrationMode.Invitation);
        await rig.Accounts.AddAsync(Owner, AccountRole.Owner);
        return rig;
    }

    private static Task<LinkLook> LookAsync(JoinRig rig, string token) => rig.Accounts.Visit().JoinAsync(j => j.LookAsync(LinkKind.Join, token, Cancellation));
}
