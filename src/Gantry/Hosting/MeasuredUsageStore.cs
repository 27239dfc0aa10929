using Gantry.Billing;
using Gantry.Observe;

namespace Gantry.Hosting;

/// <summary>The store of usage records, with an eye on how long it takes and how late records come to it.</summary>
internal sealed class MeasuredUsageStore(IUsageStore store, NodeMeter meter, TimeProvider time) : IUsageStore
{
    public int MostRows => store.MostRows;

    public async Task InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var taken = false;
        try
        {
            await store.InsertAsync(records, cancellation);
            taken = true;
        }
        finally
        {
            meter.NoteSettled(time.GetElapsedTime(began), taken);
        }

        if (!meter.CountsLag)
        {
            return;
        }

        var now = time.GetUtcNow();
        foreach (var record in records)
        {
            meter.NoteLag(now - record.StartedAt - TimeSpan.FromMicroseconds(record.DurationMicros));
        }
    }
}
