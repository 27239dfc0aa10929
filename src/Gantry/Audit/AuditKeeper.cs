using Gantry.Nodes;

namespace Gantry.Audit;

/// <summary>Once a day and soon after the start: drops rows whose time is over, then proves those that are left.</summary>
/// <param name="audit">The log.</param>
/// <param name="days">For how many days rows are kept now.</param>
/// <param name="run">Of several servers one does it for all.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Says what was dropped, and rings where rows were changed.</param>
internal sealed partial class AuditKeeper(IAuditLog audit, Func<int> days, GatewayRun run, TimeProvider time, ILogger<AuditKeeper> log) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>What is done once a day.</summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        try
        {
            var dropped = await audit.DropAsync(time.GetUtcNow().AddDays(-days()), cancellation);
            if (dropped > 0) Dropped(dropped);
        }
        catch (AuditBrokenException broken)
        {
            Broken(broken.Message);
        }

        if (await audit.VerifyAsync(null, cancellation) is { Reason: { } reason }) Broken(reason);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var done = DateOnly.MinValue;
        try
        {
            await Task.Delay(First, time, stoppingToken);
            using var timer = new PeriodicTimer(Interval, time);
            do
            {
                var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
                if (today != done && run.HasDuties && await TryAsync(stoppingToken)) done = today;
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Another day.
            return;
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellation)
    {
        try
        {
            await KeepAsync(cancellation);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Failed(failure.Message);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Dropped {Rows} rows of the audit log whose time was over")]
    private partial void Dropped(long rows);

    [LoggerMessage(2, LogLevel.Critical, "The audit log was changed behind the gateway's back. {Reason}")]
    private partial void Broken(string reason);

    [LoggerMessage(3, LogLevel.Warning, "The audit log could not be looked after; it is tried again: {Failure}")]
    private partial void Failed(string failure);
}
