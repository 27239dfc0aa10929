using System.Collections.Concurrent;
using Gantry.Mail;

namespace Gantry.Tests.Accounts;

/// <summary>Keeps what it was to send.</summary>
internal sealed class PaperMailer : IMailer
{
    private readonly ConcurrentQueue<MailMessage> _sent = [];

    public bool IsOn { get; set; } = true;

    public IReadOnlyList<MailMessage> Sent => [.. _sent];

    public Task<MailVerdict> SendAsync(MailMessage message, CancellationToken cancellation)
    {
        if (!IsOn) return Task.FromResult(MailVerdict.Off);
        _sent.Enqueue(message);
        return Task.FromResult(MailVerdict.Queued);
    }
}
