using Gantry.Mail;

namespace Gantry.Accounts.Letters;

/// <summary>Sends letters, where the gateway can: it needs a mail server, and an address of its own that it may name.</summary>
internal sealed class LetterBox(IMailer mailer, LetterHead head)
{
    private const string SignIn = "/console/sign-in";
    private const string Forgot = "/forgot";

    /// <summary>Whether links go out by mail.</summary>
    public bool IsOn => mailer.IsOn && head.PublicUrl() is { Length: > 0 };

    /// <summary>The address of a page; its path alone where the settings name no address. The request's host is never asked: anybody writes it.</summary>
    public string Address(string path) => head.PublicUrl() is { Length: > 0 } url ? new Uri(url).GetLeftPart(UriPartial.Authority) + path : path;

    /// <summary>Whether mail can be sent to an address at all.</summary>
    public static bool Reaches(string email) => Mailbox.Normalize(email) is not null;

    public Task<MailVerdict> InvitationAsync(string email, string invitedBy, string link, CancellationToken cancellation) =>
        SendAsync(email, AccountLetters.Invitation(Gateway, invitedBy, link), cancellation);

    public Task<MailVerdict> ConfirmationAsync(string email, string link, CancellationToken cancellation) =>
        SendAsync(email, AccountLetters.Confirmation(Gateway, email, link), cancellation);

    public Task<MailVerdict> HasAccountAsync(string email, CancellationToken cancellation) =>
        SendAsync(email, AccountLetters.HasAccount(Gateway, email, Address(SignIn), Address(Forgot)), cancellation);

    public Task<MailVerdict> NewPasswordAsync(string email, string link, CancellationToken cancellation) =>
        SendAsync(email, AccountLetters.NewPassword(Gateway, email, link), cancellation);

    public Task<MailVerdict> NoNewPasswordAsync(string email, CancellationToken cancellation) => SendAsync(email, AccountLetters.NoNewPassword(Gateway, email), cancellation);

    /// <summary>Also where the settings name no address: it holds no link then. Who has no mail is not told.</summary>
    public Task<MailVerdict> PasswordChangedAsync(string email, CancellationToken cancellation) =>
        SendAsync(email, AccountLetters.PasswordChanged(Gateway, email, IsOn ? Address(Forgot) : null), cancellation);

    private string Gateway => head.PublicUrl() is { Length: > 0 } url ? new Uri(url).Host : LetterHead.Product;

    private Task<MailVerdict> SendAsync(string email, Letter letter, CancellationToken cancellation) =>
        mailer.SendAsync(new MailMessage([email], letter.Subject, letter.Text), cancellation);
}
