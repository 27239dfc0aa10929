using System.Text.RegularExpressions;
using Gantry.Accounts;
using Gantry.Accounts.Joining;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Accounts.Joining;

/// <summary>What people without a password do, and the mail that they get.</summary>
internal sealed partial class JoinRig(SignInRig rig) : IAsyncDisposable
{
    public const string PublicUrl = "https://ai.example.com";

    public SignInRig Accounts => rig;

    public InvitationDesk Desk => rig.Services.GetRequiredService<InvitationDesk>();

    public static async Task<JoinRig> StartAsync(RegistrationMode mode = RegistrationMode.Open, string? publicUrl = PublicUrl)
    {
        var rig = await SignInRig.StartAsync(publicUrl: publicUrl);
        rig.Registration = new RegistrationTerms(mode, []);
        return new JoinRig(rig);
    }

    /// <summary>Asks by e-mail and waits until the mail is written.</summary>
    public async Task<SignInStep?> AskAsync(Func<IJoining, Task<SignInStep?>> ask, string address = "203.0.113.7")
    {
        var step = await rig.Visit(address).JoinAsync(ask);
        await rig.RunErrandsAsync();
        return step;
    }

    public Task<SignInStep?> RegisterAsync(string email) => AskAsync(j => j.RegisterAsync(email, CancellationToken.None));

    public Task<SignInStep?> ForgotAsync(string email) => AskAsync(j => j.ForgotAsync(email, CancellationToken.None));

    /// <summary>An open invitation by an account that is there.</summary>
    public async Task<(Invitation Invitation, string Token)> InviteAsync(string email, string by, AccountRole role = AccountRole.User)
    {
        var inviter = (await rig.Folder.SignIns.FindAsync(by, CancellationToken.None))!;
        var caller = new Caller { AccountId = inviter.Id, Email = inviter.Email, Role = inviter.Role };
        var invitation = Desk.Begin(email, caller) with { Role = role };
        var (verdict, token) = await Desk.IssueAsync(invitation, caller.Note("invitation.create"), CancellationToken.None);
        Assert.Equal(InvitationVerdict.Invited, verdict);
        return (invitation, token);
    }

    public static Task<SignInStep> JoinAsync(Visitor visitor, string token, string password = SignInRig.Other) =>
        visitor.JoinAsync(j => j.JoinAsync(token, password, CancellationToken.None));

    /// <summary>The token in the last mail to an address that holds one.</summary>
    public string Token(string email) =>
        rig.Mail.Sent.Where(m => m.To.Single() == email).Select(m => Link().Match(m.Text)).Last(link => link.Success).Groups["token"].Value;

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [GeneratedRegex(@"^https://ai\.example\.com/(?:join|new-password)#(?<token>[\w-]{43})\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();
}
