namespace Gantry.Outbox;

/// <summary>Messages that wait to go out, in the store: neither a crash nor a server that is down loses one.</summary>
public interface IOutbox
{
    /// <summary>Keeps a message.</summary>
    /// <returns>False where its recipient has been sent <see cref="OutboxTerms.MailsPerHour"/> mails within the hour; it is not kept then.</returns>
    Task<bool> PutAsync(OutboxItem item, CancellationToken cancellation);

    /// <summary>Takes messages that are due. Until the lease ends nobody else is given them; after it they are due again.</summary>
    Task<IReadOnlyList<OutboxItem>> ClaimAsync(OutboxChannel channel, int most, CancellationToken cancellation);

    /// <summary>How much waits, and since when.</summary>
    Task<OutboxDepth> DepthAsync(CancellationToken cancellation);

    /// <summary>It has gone out: its body is forgotten.</summary>
    Task SentAsync(Guid id, CancellationToken cancellation);

    /// <summary>It has not: it is due again then.</summary>
    Task RetryAsync(Guid id, string error, DateTimeOffset dueAt, CancellationToken cancellation);

    /// <summary>It never will: the audit log says so.</summary>
    Task DropAsync(OutboxItem item, string error, CancellationToken cancellation);

    /// <summary>Forgets what ended more than <see cref="OutboxTerms.Kept"/> ago.</summary>
    Task<int> TrimAsync(CancellationToken cancellation);
}
