using Gantry.Outbox;

namespace Gantry.Mail;

/// <summary>The mailer over the outbox.</summary>
internal sealed class Mailer(IOutbox outbox, OutboxBell bell, MailTerms terms, TimeProvider time) : IMailer
{
    public bool IsOn => terms.Smtp() is not null;

    public async Task<MailVerdict> SendAsync(MailMessage message, CancellationToken cancellation)
    {
        if (message.To.IsDefaultOrEmpty) throw new ArgumentException("A mail has a recipient.", nameof(message));
        if (!IsOn) return MailVerdict.Off;
        var addresses = message.To.Select(Mailbox.Normalize).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (addresses.Any(address => address is null)) return MailVerdict.BadAddress;
        var verdict = MailVerdict.Queued;
        foreach (var address in addresses)
        {
            var now = time.GetUtcNow();
            var item = new OutboxItem { Id = Guid.CreateVersion7(now), Channel = OutboxChannel.Mail, Recipient = address!, Subject = message.Subject, Body = message.Text, CreatedAt = now };
            if (!await outbox.PutAsync(item, cancellation)) verdict = MailVerdict.TooMany;
        }

        bell.Ring();
        return verdict;
    }
}
