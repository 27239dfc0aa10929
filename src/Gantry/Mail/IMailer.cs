namespace Gantry.Mail;

/// <summary>Sends mail, for whatever needs it. Knows no templates.</summary>
public interface IMailer
{
    /// <summary>A mail server is set up.</summary>
    bool IsOn { get; }

    /// <summary>Puts a mail into the outbox, durably, and returns: it goes out within seconds, and is tried for a day where the server is down.</summary>
    /// <exception cref="ArgumentException">No recipient.</exception>
    Task<MailVerdict> SendAsync(MailMessage message, CancellationToken cancellation);
}
