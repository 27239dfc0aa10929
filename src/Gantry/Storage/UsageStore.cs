using System.Data.Common;
using Gantry.Billing;
using Gantry.Billing.Retention;

namespace Gantry.Storage;

/// <summary>The table of usage records, and all that is written in the same commit: what their requests cost, paid from their wallets.</summary>
internal sealed class UsageStore(IDatabase database, TimeProvider time) : IUsageStore
{
    public Task InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation) =>
        database.WriteAsync(connection => InsertAsync(connection, records), cancellation);

    private async Task<int> InsertAsync(DbConnection connection, IReadOnlyList<UsageRecord> records)
    {
        var fresh = await FreshAsync(connection, records);
        if (fresh.Count == 0) return 0;
        var settled = await SettlementRun.SettleAsync(connection, fresh, UnixMicros.Of(time.GetUtcNow()));
        await using var record = new PreparedInsert<SettledRecord>(connection, "usage_records", UsageColumns.Record);
        await using var attempt = new PreparedInsert<(UsageRecord Record, AttemptRecord Try)>(connection, "attempt_costs", UsageColumns.Attempt);
        foreach (var row in settled)
        {
            await record.AddAsync(row);
            foreach (var tried in row.Record.Trail) await attempt.AddAsync((row.Record, tried));
        }

        await UsageRoll.AddAsync(connection, settled);
        await TrafficRoll.AddAsync(connection, settled);
        return fresh.Count;
    }

    // Asked before, not left to the insert: what is there already must not move money again.
    // A record that is old enough to have been dropped since may be a settlement without a record.
    private async Task<List<UsageRecord>> FreshAsync(DbConnection connection, IReadOnlyList<UsageRecord> records)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var fresh = new List<UsageRecord>(records.Count);
        await using var look = PreparedStatement.Create(connection, "SELECT 1 FROM usage_records WHERE request_id = @0", 1);
        await using var settled = PreparedStatement.Create(connection, "SELECT 1 FROM ledger_transactions WHERE request_id = @0 AND kind = 'settle'", 1);
        var kept = time.GetUtcNow().AddDays(-RetentionTerms.LeastUsageDays);
        foreach (var record in records)
        {
            look.Set(0, record.RequestId);
            settled.Set(0, record.RequestId);
            if (known.Add(record.RequestId) && !await look.RunAsync() && (record.StartedAt >= kept || !await settled.RunAsync())) fresh.Add(record);
        }

        return fresh;
    }
}
