using System.Threading.Channels;

namespace Gantry.Outbox;

/// <summary>Tells the keeper that something was put into the outbox, so that it need not wait for its next look.</summary>
internal sealed class OutboxBell
{
    private readonly Channel<bool> _mail = Open();
    private readonly Channel<bool> _webhook = Open();
    private readonly Channel<bool> _errand = Open();

    public void Ring()
    {
        _mail.Writer.TryWrite(true);
        _webhook.Writer.TryWrite(true);
        _errand.Writer.TryWrite(true);
    }

    /// <summary>Returns when it was rung since the last time, or after so long.</summary>
    public async Task WaitAsync(OutboxChannel channel, TimeSpan most, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await Of(channel).Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Time for a look without a ring.
            return;
        }
    }

    private Channel<bool> Of(OutboxChannel channel) => channel switch
    {
        OutboxChannel.Mail => _mail,
        OutboxChannel.Webhook => _webhook,
        _ => _errand,
    };

    private static Channel<bool> Open() => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
}
