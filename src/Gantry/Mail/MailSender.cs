using System.Net.Sockets;
using System.Security.Authentication;
using Gantry.Outbox;

namespace Gantry.Mail;

/// <summary>Sends mails of the outbox by SMTP, each over a connection of its own.</summary>
internal sealed class MailSender(ISmtpLine line, MailTerms terms, TimeProvider time) : IOutboxSender
{
    /// <summary>For the whole conversation.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A name that is its own: some servers refuse one that is no host name.
    private static readonly string Client = ClientName(Environment.MachineName);

    public OutboxChannel Channel => OutboxChannel.Mail;

    public int AtOnce => 4;

    public async Task<SendResult> SendAsync(OutboxItem item, CancellationToken cancellation)
    {
        if (terms.Smtp() is not { } settings) return new SendResult(false, "no mail server is set up");
        if (Mailbox.Normalize(item.Recipient) is not { } recipient) return new SendResult(false, "the recipient is no address that mail can be sent to", Hopeless: true);
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var mail = MimeMessage.Write(item.Id, settings.From, recipient, item.Subject, item.Body, item.CreatedAt);
            return new SendResult(true, await new SmtpSession(line, settings, Client).SendAsync(recipient, mail, either.Token));
        }
        catch (SmtpException failure)
        {
            return new SendResult(false, failure.Message, failure.Hopeless);
        }
        catch (AuthenticationException failure)
        {
            return new SendResult(false, $"The mail server's certificate is refused: {failure.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendResult(false, $"The mail server does not answer within {Patience.TotalSeconds:0} s.");
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            return new SendResult(false, $"The mail server cannot be reached: {failure.Message}");
        }
    }

    private static string ClientName(string machine)
    {
        var name = string.Concat(machine.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')).Trim('-', '.');
        return name.Length == 0 ? "gantry" : name;
    }
}
