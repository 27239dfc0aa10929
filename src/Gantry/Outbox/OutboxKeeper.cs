namespace Gantry.Outbox;

/// <summary>Sends what is due, each channel on its own: a mail server that hangs keeps no webhook back.</summary>
internal sealed partial class OutboxKeeper(
    IOutbox outbox, IEnumerable<IOutboxSender> senders, OutboxBell bell, TimeProvider time, ILogger<OutboxKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    /// <summary>Sends what is due now; what the loops do all the time.</summary>
    /// <returns>How many messages were tried.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var tried = 0;
        foreach (var sender in senders) tried += await RunAsync(sender, cancellation);
        return tried;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(senders.Select(sender => LoopAsync(sender, stoppingToken)).Append(TrimAsync(stoppingToken)));

    private async Task LoopAsync(IOutboxSender sender, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await RunAsync(sender, stopping) == 0) await bell.WaitAsync(sender.Channel, Interval, time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The store may answer in a moment; what was taken is due again when its lease ends.
                Broken(failure.Message);
                await Task.Delay(Interval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> RunAsync(IOutboxSender sender, CancellationToken cancellation)
    {
        var items = await outbox.ClaimAsync(sender.Channel, sender.AtOnce, cancellation);
        await Task.WhenAll(items.Select(item => TryAsync(sender, item, cancellation)));
        return items.Count;
    }

    private async Task TryAsync(IOutboxSender sender, OutboxItem item, CancellationToken cancellation)
    {
        var result = await sender.SendAsync(item, cancellation);
        // What has gone out must be noted even at the end of the process, or it would go out again.
        if (result.Sent)
        {
            await outbox.SentAsync(item.Id, CancellationToken.None);
        }
        else if (!result.Hopeless && OutboxTerms.NextTry(item.CreatedAt, item.Attempts + 1, time.GetUtcNow()) is { } next)
        {
            Failed(item.Channel, item.Id, item.Attempts + 1, result.Detail.TrimEnd('.'), next);
            await outbox.RetryAsync(item.Id, result.Detail, next, CancellationToken.None);
        }
        else
        {
            Dropped(item.Channel, item.Id, item.Attempts + 1, result.Detail.TrimEnd('.'));
            await outbox.DropAsync(item, result.Detail, CancellationToken.None);
        }
    }

    private async Task TrimAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TrimEvery, time);
        try
        {
            do
            {
                await outbox.TrimAsync(stopping);
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure)
        {
            // Old rows cost room and nothing else: the next start trims them.
            Broken(failure.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Channel} {Id} did not go out at try {Attempt}: {Reason}. Next try at {Next:O}")]
    private partial void Failed(OutboxChannel channel, Guid id, int attempt, string reason, DateTimeOffset next);

    [LoggerMessage(2, LogLevel.Error, "{Channel} {Id} is dropped after {Attempt} tries: {Reason}")]
    private partial void Dropped(OutboxChannel channel, Guid id, int attempt, string reason);

    [LoggerMessage(3, LogLevel.Error, "The outbox does not answer: {Reason}")]
    private partial void Broken(string reason);
}
