using Gantry.Billing;
using Gantry.Protocols;
using Microsoft.Extensions.Logging.Abstractions;

// Four callers append at once; each id goes to standard output after its append returned. Ends by being killed, after two minutes at the latest.
using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
using var journal = new UsageJournal(args[0], TimeProvider.System, NullLogger<UsageJournal>.Instance, segmentBytes: 64 << 10);
var confirmed = TextWriter.Synchronized(Console.Out);
await confirmed.WriteLineAsync("ready");
await confirmed.FlushAsync();
await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Factory.StartNew(() => AppendAsync(caller), TaskCreationOptions.LongRunning).Unwrap()));
return 0;

async Task AppendAsync(int caller)
{
    for (var number = 0; !limit.IsCancellationRequested; number++)
    {
        var id = $"req_{caller}_{number}";
        await journal.AppendAsync(new UsageRecord
        {
            RequestId = id,
            StartedAt = TimeProvider.System.GetUtcNow(),
            Model = new string('m', number % 300),
            Protocol = Protocol.Chat,
            Operation = Operation.Chat,
            Status = 200,
            Outcome = UsageOutcome.Completed,
        });
        await confirmed.WriteLineAsync(id);
    }
}
