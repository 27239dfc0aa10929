using Gantry.Access;
using Gantry.Catalog.Keys;

namespace Gantry.Management.Keys;

/// <summary>Writes the last uses of keys down, twice a minute and at the end.</summary>
internal sealed partial class KeyUseWriter(KeyUses uses, IKeyUseStore store, TimeProvider time, ILogger<KeyUseWriter> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    public async Task FlushAsync(CancellationToken cancellation)
    {
        var taken = uses.Take();
        if (taken.Count == 0) return;
        try
        {
            await store.WriteAsync(taken, cancellation);
        }
        catch (Exception failure)
        {
            // Later, then: nobody waits for it.
            uses.GiveBack(taken);
            Failed(failure);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await FlushAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process, which flushes once more.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The last uses of keys could not be written down")]
    private partial void Failed(Exception failure);
}
