using Gantry.Catalog;
using Gantry.Nodes;

namespace Gantry.Snapshot;

/// <summary>
/// Swaps in a new snapshot after every change: at the word of the server that made it, and where words are lost or there are none, after a look at the
/// store. And when the time of a new price has come. A change that breaks a rule is logged with every reason, once, and the snapshot that was there keeps
/// serving.
/// </summary>
internal sealed partial class SnapshotReloader(
    ICatalogStore store, SnapshotBuilder builder, SnapshotHolder holder, TimeProvider time, ILogger<SnapshotReloader> log, SnapshotWord word, INodeBus? bus = null) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long _seen = holder.Current.Version;
    private DateTimeOffset? _pricesSeen;
    private bool _isUnreadable;

    /// <summary>Looks once; what the background loop does every second.</summary>
    /// <returns>Whether a new snapshot serves.</returns>
    public async Task<bool> ReloadAsync(CancellationToken cancellation)
    {
        if (await store.VersionAsync(cancellation) == _seen && !PricesPassed) return false;
        var rows = await store.LoadAsync(cancellation);
        var result = builder.Build(rows);
        _seen = rows.Version;
        // A refused configuration is not tried again every second for the sake of a price.
        _pricesSeen = holder.Current.PricesUntil <= time.GetUtcNow() ? holder.Current.PricesUntil : null;
        foreach (var problem in result.Problems.Where(p => p.IsWarning)) Warned(rows.Version, problem.ToString());
        if (!result.Accepted)
        {
            foreach (var problem in result.Errors) Refused(rows.Version, holder.Current.Version, problem.ToString());
            return false;
        }

        holder.Swap(result.Snapshot);
        Swapped(rows.Version);
        return true;
    }

    private bool PricesPassed => holder.Current.PricesUntil is { } until && until <= time.GetUtcNow() && until != _pricesSeen;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listening = bus?.Listen(Hear);
        try
        {
            while (true)
            {
                await word.HearAsync(Interval, stoppingToken);
                using var look = word.Begin();
                await LookAsync(stoppingToken);
            }
        }
        finally
        {
            word.End();
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            await ReloadAsync(stopping);
            _isUnreadable = false;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A store that cannot be read now may be readable in a second; requests need the snapshot only. One line tells of an outage, however long.
            if (!_isUnreadable) Unreadable(failure);
            _isUnreadable = true;
        }
    }

    private void Hear(string? said)
    {
        if (said is null or NodeWords.Catalogue) word.Say();
    }

    [LoggerMessage(1, LogLevel.Information, "Configuration {Version} serves")]
    private partial void Swapped(long version);

    [LoggerMessage(2, LogLevel.Warning, "Configuration {Version}: {Problem}")]
    private partial void Warned(long version, string problem);

    [LoggerMessage(3, LogLevel.Error, "Configuration {Version} is refused, {Serving} keeps serving: {Problem}")]
    private partial void Refused(long version, long serving, string problem);

    [LoggerMessage(4, LogLevel.Error, "The configuration cannot be read; the last one keeps serving")]
    private partial void Unreadable(Exception failure);
}
