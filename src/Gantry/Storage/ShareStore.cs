using Gantry.Nodes;

namespace Gantry.Storage;

/// <summary>Shares of what is counted nowhere else: rate windows and places. Those of spend caps are taken through <see cref="LedgerStore"/>, which knows what is spent.</summary>
internal sealed class ShareStore(IDatabase database) : IShareStore
{
    public Task<ShareGrant> TakeAsync(long run, ShareAsk ask, int nodes, CancellationToken cancellation) =>
        database.WriteAsync(connection => ShareRecords.TakeAsync(connection, run, ask, gone: 0, nodes), cancellation);

    public Task KeepAsync(long run, string subject, long keep, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            await ShareRecords.KeepAsync(connection, run, subject, keep);
            return true;
        },
        cancellation);

    public Task DropAsync(long run, IReadOnlyCollection<string> subjects, CancellationToken cancellation) => database.WriteAsync(
        async connection =>
        {
            foreach (var subject in subjects) await ShareRecords.KeepAsync(connection, run, subject, 0);
            return true;
        },
        cancellation);
}
