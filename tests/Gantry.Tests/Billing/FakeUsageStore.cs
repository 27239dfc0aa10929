using Gantry.Billing;

namespace Gantry.Tests.Billing;

/// <summary>A store in memory that keeps the contract (all or nothing, known ids ignored) and fails as it is told.</summary>
internal sealed class FakeUsageStore : IUsageStore
{
    readonly Lock _gate = new();
    readonly Dictionary<string, UsageRecord> _records = [];
    readonly List<string> _order = [];

    /// <summary>Throws to refuse a batch.</summary>
    public Action<IReadOnlyList<UsageRecord>>? Judge { get; set; }

    /// <summary>Awaited before each insert.</summary>
    public Task Open { get; set; } = Task.CompletedTask;

    public int Calls { get; private set; }

    public int LargestBatch { get; private set; }

    public string[] Ids
    {
        get
        {
            lock (_gate)
            {
                return [.. _order];
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _order.Count;
            }
        }
    }

    public UsageRecord Find(string requestId)
    {
        lock (_gate)
        {
            return _records[requestId];
        }
    }

    public async Task InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation)
    {
        await Open.WaitAsync(cancellation);
        lock (_gate)
        {
            Calls++;
            Judge?.Invoke(records);
            LargestBatch = Math.Max(LargestBatch, records.Count);
            _order.AddRange(records.Where(record => _records.TryAdd(record.RequestId, record)).Select(record => record.RequestId));
        }
    }
}
