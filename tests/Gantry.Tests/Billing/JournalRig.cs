using Gantry.Billing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace Gantry.Tests.Billing;

/// <summary>Opens journals and writers the way the server does.</summary>
internal static class JournalRig
{
    public static UsageJournal Open(
        TemporaryFolder folder, long segmentBytes = 16 << 20, TimeProvider? time = null, Func<string, SafeFileHandle>? open = null) =>
        new(folder.Path, time ?? TimeProvider.System, NullLogger<UsageJournal>.Instance, segmentBytes, open);

    public static UsageWriter Writer(
        TemporaryFolder folder,
        UsageJournal journal,
        IUsageStore store,
        UsageWriterOptions? options = null,
        TimeProvider? time = null,
        IOrphanSettler? settler = null,
        Func<CancellationToken, Task>? after = null)
    {
        options ??= new UsageWriterOptions { BatchWait = TimeSpan.FromMilliseconds(5), FirstRetry = TimeSpan.FromMilliseconds(1) };
        time ??= TimeProvider.System;
        var recovery = new UsageRecovery(journal, settler ?? new UnpricedOrphans(), after, options, time, NullLogger<UsageRecovery>.Instance);
        return new UsageWriter(
            journal, store, new DeadLetters(folder.Path, TimeProvider.System), recovery, options, time, NullLogger<UsageWriter>.Instance);
    }

    /// <summary>The ids that a new process would find, and what it could not read.</summary>
    public static (string[] Ids, JournalDamage[] Damage) Left(TemporaryFolder folder)
    {
        using var journal = Open(folder);
        string[] ids = [.. journal.Replay().Select(entry => entry.Record.RequestId)];
        return (ids, [.. journal.Damage]);
    }

    public static async Task<List<JournalEntry>> AppendAsync(UsageJournal journal, int from, int count)
    {
        var entries = new List<JournalEntry>(count);
        for (var number = from; number < from + count; number++)
        {
            entries.Add(await journal.AppendAsync(UsageRecords.Numbered(number)));
        }

        return entries;
    }

    /// <summary>Waits for a condition, 20 s at most.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
