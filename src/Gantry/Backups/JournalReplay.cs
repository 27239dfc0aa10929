using Gantry.Billing;
using Gantry.Billing.Charges;
using Gantry.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gantry.Backups;

/// <summary>Brings into a store what a journal holds, as a server does when it starts.</summary>
internal static class JournalReplay
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <returns>How many stretches of the journal could not be read; an append that was cut at the end is none.</returns>
    /// <exception cref="TimeoutException">The store does not take all of it.</exception>
    public static async Task<int> RunAsync(DataFolder folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder.Path, BackupMaker.Journal);
        var options = new UsageWriterOptions();
        using var journal = new UsageJournal(path, TimeProvider.System, NullLogger<UsageJournal>.Instance);
        var settler = new SweptCharge(await folder.Prices.AllAsync(cancellation));
        var recovery = new UsageRecovery(journal, settler, after: null, options, TimeProvider.System, NullLogger<UsageRecovery>.Instance);
        using var writer = new UsageWriter(journal, folder.Usage, new DeadLetters(path, TimeProvider.System), recovery, options, TimeProvider.System, NullLogger<UsageWriter>.Instance);
        await writer.StartAsync(cancellation);
        try
        {
            await writer.Recovered.WaitAsync(Patience, TimeProvider.System, cancellation);
        }
        finally
        {
            await writer.StopAsync(CancellationToken.None);
        }

        return journal.Damage.Count(damage => !damage.TornTail);
    }
}
