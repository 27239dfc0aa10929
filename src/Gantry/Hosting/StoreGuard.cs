using System.Data.Common;
using Gantry.Storage;

namespace Gantry.Hosting;

/// <summary>Keeps looking whether this is still the one server of its store, and ends it in good order where another has taken its place.</summary>
/// <remarks>Nothing is written without the lock, so what lies between two looks costs no money: the looks are for a server that has nothing to write.</remarks>
internal sealed class StoreGuard(DataFolder folder, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<StoreGuard> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Why the server ends; null while it does not.</summary>
    public string? Lost { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await folder.RenewClaimAsync(stoppingToken);
            }
            catch (DatabaseException taken)
            {
                Lost = taken.Message;
                log.LogCritical("This server ends: {Reason}", taken.Message);
                lifetime.StopApplication();
                return;
            }
            catch (Exception down) when (down is DbException or TimeoutException)
            {
                log.LogWarning("The store does not answer: {Reason}", down.Message);
            }
        }
    }
}
