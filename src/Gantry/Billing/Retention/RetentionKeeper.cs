using Gantry.Nodes;

namespace Gantry.Billing.Retention;

/// <summary>Drops what is too old, once a day and soon after the start; makes room for the days to come at the start and ever again.</summary>
/// <param name="retention">The store.</param>
/// <param name="terms">Those in force.</param>
/// <param name="run">Of several servers one does it for all.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Says what was dropped.</param>
internal sealed class RetentionKeeper(IUsageRetention retention, Func<RetentionTerms> terms, GatewayRun run, TimeProvider time, ILogger<RetentionKeeper> log) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(2);

    // Asked often, done once a day: a machine that sleeps at night must not miss its turn.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var done = DateOnly.MinValue;
        try
        {
            await MakeRoomAsync(stoppingToken);
            await Task.Delay(First, time, stoppingToken);
            using var timer = new PeriodicTimer(Interval, time);
            do
            {
                await MakeRoomAsync(stoppingToken);
                var now = time.GetUtcNow();
                var today = DateOnly.FromDateTime(now.UtcDateTime);
                if (today != done && run.HasDuties && await TryAsync(terms().CutAt(now), stoppingToken)) done = today;
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is dropped another day.
            return;
        }
    }

    private async Task MakeRoomAsync(CancellationToken cancellation)
    {
        try
        {
            await retention.MakeRoomAsync(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogWarning("The days of usage to come could not be made; it is tried again, and records wait elsewhere: {Failure}", failure.Message);
        }
    }

    private async Task<bool> TryAsync(RetentionCut cut, CancellationToken cancellation)
    {
        try
        {
            var dropped = await retention.DropAsync(cut, cancellation);
            if (dropped.Records + dropped.Hours > 0)
            {
                log.LogInformation(
                    "Dropped {Records} usage records from before {Day} and folded {Hours} hourly sums from before {HoursDay} into months.",
                    dropped.Records,
                    cut.Records,
                    dropped.Hours,
                    cut.Hours);
            }

            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogWarning("Old usage could not be dropped; it is tried again: {Failure}", failure.Message);
            return false;
        }
    }
}
