namespace Gantry.Outbox;

/// <summary>Sends the messages of one channel.</summary>
public interface IOutboxSender
{
    OutboxChannel Channel { get; }

    /// <summary>How many are sent at the same time.</summary>
    int AtOnce { get; }

    /// <summary>Tries once, in less than <see cref="OutboxTerms.Lease"/>. Failures are results; only cancellation throws.</summary>
    Task<SendResult> SendAsync(OutboxItem item, CancellationToken cancellation);
}
