using Gantry.Alerts;
using Gantry.Nodes;
using Gantry.Outbox;
using Gantry.Snapshot;

namespace Gantry.Watch;

/// <summary>
/// Asks every watcher in turn and brings what it found to the store, which keeps it and what is to be told of it in one commit. What is open is
/// read from the store: a restart raises nothing twice and forgets nothing.
/// </summary>
internal sealed partial class AlertWatch(
    IEnumerable<IWatcher> watchers, IAlertStore store, SnapshotHolder snapshots, OutboxBell bell, GatewayRun run, TimeProvider time, ILogger<AlertWatch> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    // Other nodes open and close as well.
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TrimEvery = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<IWatcher, long> _looked = [];
    private readonly HashSet<AlertKey> _told = [];
    private Dictionary<AlertKey, Alert> _open = [];
    private long? _readAt;
    private long? _trimmedAt;

    /// <summary>Looks once, with those watchers whose time has come.</summary>
    /// <returns>What was raised or closed.</returns>
    public async Task<IReadOnlyList<Alert>> LookAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await ReadAsync(cancellation);
            var round = new AlertRound(_open);
            foreach (var watcher in watchers) await LookAsync(watcher, round, cancellation);
            var raised = round.Raised.Where(note => !_told.Contains(note.Key)).ToArray();
            if (raised.Length == 0 && round.Ended.Count == 0) return [];
            var done = await store.ApplyAsync(raised, [.. round.Ended], Route(), cancellation);
            // What is told once and was not raised now has been: there is no need to ask the store again every few seconds.
            _told.UnionWith(raised.Select(note => note.Key).Where(key => key.Mark.Length > 0));
            foreach (var end in round.Ended) _open.Remove(end.Key);
            foreach (var alert in done) Follow(alert);
            bell.Ring();
            return done;
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (snapshots.Current.Settings.Smtp is null) MailIsOff();
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                // One for all: each would find the same.
                if (run.HasDuties) await TryLookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task TryLookAsync(CancellationToken stopping)
    {
        try
        {
            await LookAsync(stopping);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Nothing is lost: what holds still holds at the next look.
            Broken(failure.Message);
        }
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var now = time.GetTimestamp();
        if (_trimmedAt is not { } trimmed || time.GetElapsedTime(trimmed, now) >= TrimEvery)
        {
            await store.TrimAsync(cancellation);
            _told.Clear();
            _trimmedAt = now;
        }

        if (_readAt is { } read && time.GetElapsedTime(read, now) < ReadEvery) return;
        _open = (await store.OpenAsync(cancellation)).ToDictionary(alert => alert.Key);
        _readAt = now;
    }

    private async Task LookAsync(IWatcher watcher, AlertRound round, CancellationToken cancellation)
    {
        var now = time.GetTimestamp();
        if (_looked.TryGetValue(watcher, out var before) && time.GetElapsedTime(before, now) < watcher.Interval) return;
        _looked[watcher] = now;
        try
        {
            await watcher.LookAsync(round, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The others look all the same.
            WatcherBroken(watcher.GetType().Name, failure.Message);
        }
    }

    private AlertRoute Route()
    {
        var settings = snapshots.Current.Settings;
        return new AlertRoute(settings.Smtp is not null, settings.Alerts.Emails, [.. settings.Alerts.Webhooks.Select(webhook => webhook.Url)]);
    }

    private void Follow(Alert alert)
    {
        if (alert.IsOpen)
        {
            _open[alert.Key] = alert;
            Raised(alert.Key.Kind, alert.Key.Subject, alert.Id);
        }
        else
        {
            Ended(alert.Key.Kind, alert.Key.Subject, alert.Id);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Alert {Kind}: {Subject} ({Id})")]
    private partial void Raised(AlertKind kind, string subject, Guid id);

    [LoggerMessage(2, LogLevel.Information, "Alert {Kind} is over: {Subject} ({Id})")]
    private partial void Ended(AlertKind kind, string subject, Guid id);

    [LoggerMessage(3, LogLevel.Information, "Mail is off: settings hold no smtp. Alerts go to webhooks and to the list of alerts alone")]
    private partial void MailIsOff();

    [LoggerMessage(4, LogLevel.Error, "Alerts cannot be kept now and will be looked for again: {Reason}")]
    private partial void Broken(string reason);

    [LoggerMessage(5, LogLevel.Error, "{Watcher} cannot look now: {Reason}")]
    private partial void WatcherBroken(string watcher, string reason);
}
