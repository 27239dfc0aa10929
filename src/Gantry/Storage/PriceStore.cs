using System.Collections.Immutable;
using Gantry.Billing.Pricing;

namespace Gantry.Storage;

/// <summary>Price versions in a database.</summary>
internal sealed class PriceStore(IDatabase database, TimeProvider time) : IPriceStore
{
    public Task<ImmutableArray<PriceVersion>> CurrentAsync(CancellationToken cancellation) =>
        database.ReadAsync(connection => PriceRecords.CurrentAsync(connection, time.GetUtcNow()), cancellation);

    public Task<ImmutableArray<PriceVersion>> HistoryAsync(string model, CancellationToken cancellation) =>
        database.ReadAsync(connection => PriceRecords.HistoryAsync(connection, model), cancellation);

    public async Task<IReadOnlyDictionary<string, PriceVersion>> AllAsync(CancellationToken cancellation) =>
        (await database.ReadAsync(PriceRecords.AllAsync, cancellation)).ToDictionary(version => version.Id);

    public Task<PriceVersion?> FindAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync(connection => PriceRecords.FindAsync(connection, id), cancellation);
}
