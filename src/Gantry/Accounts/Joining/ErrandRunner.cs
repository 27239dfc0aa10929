using Gantry.Accounts.Letters;
using Gantry.Accounts.SignIn;
using Gantry.Accounts.Users;
using Gantry.Audit;
using Gantry.Outbox;

namespace Gantry.Accounts.Joining;

/// <summary>
/// Does what was asked for with an e-mail address: looks whether there is an account, makes the link, writes the mail. It runs behind the outbox, so that no
/// answer tells by its time whom the gateway knows. A kill between two steps does it again: then a second mail comes.
/// </summary>
internal sealed class ErrandRunner(
    LetterBox letters, ISignInStore signIns, OneTimeTokens tokens, InvitationDesk invitations, JoinWay way, IAuditLog audit) : IOutboxSender
{
    private static readonly SendResult Done = new(true, "done");

    public OutboxChannel Channel => OutboxChannel.Errand;

    public int AtOnce => 4;

    public async Task<SendResult> SendAsync(OutboxItem item, CancellationToken cancellation)
    {
        // Who asked hours ago does not wait for it any more.
        if (!letters.IsOn) return new SendResult(false, "mail was turned off meanwhile", Hopeless: true);
        var user = await signIns.FindAsync(item.Recipient, cancellation);
        var work = (item.Subject, user) switch
        {
            (Errand.Register, null) => RegisterAsync(item, cancellation),
            (Errand.Register, { Disabled: false }) => TellAsync(item, user, cancellation),
            (Errand.Forgot, { Disabled: false }) => RenewAsync(item, user, cancellation),
            _ => Task.CompletedTask,
        };
        await work;
        return Done;
    }

    private async Task RegisterAsync(OutboxItem item, CancellationToken cancellation)
    {
        if (!way.Registration().Admits(item.Recipient)) return;
        var (verdict, token) = await invitations.IssueAsync(invitations.Begin(item.Recipient), Errand.NoteOf(item), cancellation);
        if (verdict == InvitationVerdict.Invited) await letters.ConfirmationAsync(item.Recipient, JoinLinks.Join(letters, token), cancellation);
    }

    private async Task TellAsync(OutboxItem item, SignInUser user, CancellationToken cancellation)
    {
        await LogAsync(item, user, "told of the account", cancellation);
        await letters.HasAccountAsync(user.Email, cancellation);
    }

    private async Task RenewAsync(OutboxItem item, SignInUser user, CancellationToken cancellation)
    {
        // Whoever reads the mail would be an administrator, with a second factor of his own choice.
        if (user.MustAddFactor)
        {
            await LogAsync(item, user, "refused: it has no second factor", cancellation);
            await letters.NoNewPasswordAsync(user.Email, cancellation);
            return;
        }

        var token = await tokens.IssueAsync(OneTimeTokens.Mailed, user.Id, OneTimeTokens.PasswordLife, cancellation);
        await LogAsync(item, user, "sent a link", cancellation);
        await letters.NewPasswordAsync(user.Email, JoinLinks.NewPassword(letters, token), cancellation);
    }

    private Task LogAsync(OutboxItem item, SignInUser user, string what, CancellationToken cancellation) =>
        audit.AppendAsync(Errand.NoteOf(item), [new AuditChange($"account {user.Email}", After: $$"""{"mail":"{{what}}"}""")], cancellation);
}
