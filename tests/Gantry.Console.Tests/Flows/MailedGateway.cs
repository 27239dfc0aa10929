using Gantry.Accounts;
using Gantry.Accounts.SignIn;
using Gantry.Accounts.Users;
using Gantry.Catalog;
using Gantry.Console.Tests.Rig;
using Gantry.Contracts.Manage.Invitations;
using Gantry.Tests.Mail;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Console.Tests.Flows;

/// <summary>A gateway that is open to everybody and sends mail, with an owner; started once for all tests of a class.</summary>
public sealed class MailedGateway : IAsyncLifetime
{
    public const string PublicUrl = "https://gantry.example.com";
    public const string Owner = "owner@example.com";
    public const string Known = "known@example.com";
    public const string Password = "tidal-lantern-orbit-91";

    private SmtpServer _mail = null!;

    internal GatewayServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _mail = new SmtpServer();
        Server = await GatewayServer.StartAsync(
            $$"""
            settings:
              active_probes: false
              public_url: {{PublicUrl}}
              registration: open
              smtp: {{_mail.Settings()}}
            accounts:
              - {email: {{Owner}}, role: owner}
              - {email: {{Known}}, role: user}
            """);
        foreach (var email in (string[])[Owner, Known])
        {
            await using var scope = Server.Services.CreateAsyncScope();
            var user = await scope.ServiceProvider.GetRequiredService<ISignInStore>().FindAsync(email, CancellationToken.None);
            Assert.Null(await scope.ServiceProvider.GetRequiredService<PasswordDesk>().SetAsync(user!, Password));
        }
    }

    /// <summary>Has the owner invite somebody by mail.</summary>
    public async Task<InvitationIssued> InviteAsync(string email)
    {
        var owner = await Server.Services.GetRequiredService<ISignInStore>().FindAsync(Owner, CancellationToken.None);
        var who = new Caller { AccountId = owner!.Id, Email = Owner, Role = AccountRole.Owner, SessionId = Guid.CreateVersion7(), ProvedAt = Server.Time.GetUtcNow() };
        return await Server.Services.GetRequiredService<IInvitationAdmin>().CreateAsync(who, new InvitationDraft { Email = email, Mail = true }, CancellationToken.None);
    }

    /// <summary>Waits for a mail.</summary>
    /// <param name="email">To whom.</param>
    /// <param name="subject">How its subject begins.</param>
    internal async Task<SentMail> MailAsync(string email, string subject)
    {
        SentMail? found = null;
        for (var i = 0; i < 5_000 && found is null; i++)
        {
            found = _mail.Mails.FirstOrDefault(m => m.To == email && m.Subject.StartsWith(subject, StringComparison.Ordinal));
            if (found is null) await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return found ?? throw new InvalidOperationException($"No mail '{subject}' to {email} came; {string.Join(", ", _mail.Mails.Select(m => $"'{m.Subject}' to {m.To}"))} did.");
    }

    /// <summary>The link in a mail, whose origin is that of the settings, as a path of this server.</summary>
    internal static string Link(SentMail mail)
    {
        var link = mail.Text.Split('\n').Single(line => line.Contains('#', StringComparison.Ordinal)).Trim();
        Assert.StartsWith(PublicUrl + "/", link, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{link}\">", mail.Part("text/html"), StringComparison.Ordinal);
        return link[PublicUrl.Length..];
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
        await _mail.DisposeAsync();
    }
}
