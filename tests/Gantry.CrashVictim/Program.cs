using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Microsoft.Extensions.Logging.Abstractions;

// Four callers write requests at once: every third is dispatched and runs for ever, the others end, and every other end is acknowledged as
// if the store had it. Each step goes to standard output after it returned: "dispatched ID", "progress ID N", "finished ID", "stored ID".
// Ends by being killed, after two minutes at the latest.
using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
using var journal = new UsageJournal(args[0], TimeProvider.System, NullLogger<UsageJournal>.Instance, segmentBytes: 64 << 10);
var confirmed = TextWriter.Synchronized(Console.Out);
var store = new Lock();
await confirmed.WriteLineAsync("ready");
await confirmed.FlushAsync();
await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Factory.StartNew(() => RunAsync(caller), TaskCreationOptions.LongRunning).Unwrap()));
return 0;

async Task RunAsync(int caller)
{
    for (var number = 0; !limit.IsCancellationRequested; number++)
    {
        var record = new UsageRecord
        {
            RequestId = $"req_{caller}_{number}",
            StartedAt = TimeProvider.System.GetUtcNow(),
            Model = new string('m', number % 300),
            Protocol = Protocol.Chat,
            Operation = Operation.Chat,
            Status = 200,
            Outcome = UsageOutcome.Completed,
        };
        var ticket = await journal.DispatchAsync(record);
        await confirmed.WriteLineAsync($"dispatched {record.RequestId}");
        for (var step = 1; step <= number % 5; step++)
        {
            await journal.ProgressAsync(ticket, new UsageProgress(record.RequestId, new Usage { Output = step }, ContentSeen: true));
            await confirmed.WriteLineAsync($"progress {record.RequestId} {step}");
        }

        if (number % 3 == 2)
        {
            continue;
        }

        var entry = await journal.AppendAsync(record, ticket);
        await confirmed.WriteLineAsync($"finished {record.RequestId}");
        if (number % 2 == 0)
        {
            // Said before it is done: the store has a record before its journal entry goes.
            await confirmed.WriteLineAsync($"stored {record.RequestId}");
            await confirmed.FlushAsync();
            lock (store)
            {
                journal.Acknowledge([entry]);
            }
        }
    }
}
