using System.Diagnostics.Metrics;

namespace Gantry.Observe;

/// <summary>The instruments of the node itself: its store, its journal, what it runs. Gauges are looked up when somebody asks.</summary>
internal sealed class NodeMeter
{
    private readonly Histogram<double> _settleLag;
    private readonly Histogram<double> _settleDuration;
    private readonly Counter<long> _settleFailures;
    private readonly Histogram<double> _refillDuration;
    private readonly Histogram<double> _commit;
    private readonly Counter<long> _writes;
    private readonly Lock _gate = new();
    private readonly Meter _meter;
    private INodeFigures? _figures;

    public NodeMeter(GatewayMeter gateway)
    {
        var meter = _meter = gateway.Meter;
        _settleLag = meter.CreateHistogram(TelemetryNames.SettleLag, "s", "From the end of a request to its record in the store.", null, HistogramBounds.Quick);
        _settleDuration = meter.CreateHistogram(TelemetryNames.SettleDuration, "s", "How long the store took a batch of records and moved their money.", null, HistogramBounds.Quick);
        _settleFailures = meter.CreateCounter<long>(TelemetryNames.SettleFailures, "{batch}", "Batches of records that the store refused; they are kept and tried again.");
        _refillDuration = meter.CreateHistogram(TelemetryNames.RefillDuration, "s", "How long the store set aside an allowance of a wallet.", null, HistogramBounds.Quick);
        _commit = meter.CreateHistogram(TelemetryNames.StoreCommit, "s", "How long the store took a group of writes.", null, HistogramBounds.Quick);
        _writes = meter.CreateCounter<long>(TelemetryNames.StoreWrites, "{write}", "Writes that the store took.");
    }

    /// <summary>Somebody wants to know how far records lag.</summary>
    public bool CountsLag => _settleLag.Enabled;

    /// <summary>Notes one record that has reached the store.</summary>
    public void NoteLag(TimeSpan lag) => _settleLag.Record(lag > TimeSpan.Zero ? lag.TotalSeconds : 0);

    /// <summary>Notes one batch of records.</summary>
    public void NoteSettled(TimeSpan took, bool taken)
    {
        _settleDuration.Record(took.TotalSeconds);
        if (!taken) _settleFailures.Add(1);
    }

    /// <summary>Notes one look for money in the ledger.</summary>
    public void NoteRefill(TimeSpan took) => _refillDuration.Record(took.TotalSeconds);

    /// <summary>Notes one group of writes.</summary>
    public void NoteCommit(int writes, TimeSpan took)
    {
        _commit.Record(took.TotalSeconds);
        _writes.Add(writes);
    }

    /// <summary>From now on the gauges tell what a node knows of itself. The first call counts.</summary>
    public void Tell(INodeFigures figures)
    {
        lock (_gate)
        {
            if (_figures is not null) return;
            _figures = figures;
        }

        var meter = _meter;
        meter.CreateObservableGauge(TelemetryNames.RunningExchanges, () => figures.Exchanges, "{request}", "Requests that run now.");
        meter.CreateObservableGauge(TelemetryNames.RunningStreams, () => figures.Streams, "{request}", "Of them, streams.");
        meter.CreateObservableGauge(TelemetryNames.Accepting, () => One(figures.IsAccepting), null, "1 while new requests are taken.");
        meter.CreateObservableGauge(TelemetryNames.Draining, () => One(figures.IsDraining), null, "1 while the node shuts down.");
        meter.CreateObservableGauge(TelemetryNames.Fenced, () => One(figures.IsFenced), null, "1 while the node has no word with the store and grants no money.");
        meter.CreateObservableGauge(TelemetryNames.Duties, () => One(figures.HasDuties), null, "1 on the node that does what is done once for all.");
        meter.CreateObservableGauge(TelemetryNames.LivingNodes, () => figures.LivingNodes, "{node}", "Nodes that share the store and live, as this one knows.");
        meter.CreateObservableGauge(TelemetryNames.Uptime, () => figures.Uptime.TotalSeconds, "s", "Since the node has started.");
        meter.CreateObservableGauge(TelemetryNames.NodeInfo, () => Info(figures), null, "Always 1; its labels say what runs.");
        meter.CreateObservableGauge(TelemetryNames.UpstreamUp, () => Up(figures), null, "1 while something of the upstream may be asked.");
        meter.CreateObservableGauge(TelemetryNames.UpstreamTargets, () => Targets(figures), "{target}", "Pairs of a credential and a model, by how they do.");
        meter.CreateObservableGauge(TelemetryNames.JournalBacklog, () => figures.JournalBacklog, "{record}", "Records that the store does not have yet.");
        meter.CreateObservableGauge(TelemetryNames.JournalLag, () => figures.JournalLag.TotalSeconds, "s", "For how long the oldest of them has waited.");
        meter.CreateObservableGauge(TelemetryNames.JournalHealthy, () => One(figures.IsJournalHealthy), null, "0 while the disk takes no records.");
        meter.CreateObservableGauge(TelemetryNames.Dispatched, () => figures.Dispatched, "{request}", "Requests that were sent upstream and have not ended.");
        meter.CreateObservableCounter(TelemetryNames.DeadLetters, () => figures.DeadLetters, "{record}", "Records that the store refused for good; a person has to enter them.");
        meter.CreateObservableGauge(TelemetryNames.StoreQueue, () => figures.StoreQueue, "{write}", "Writes that wait for the store.");
        meter.CreateObservableGauge(TelemetryNames.SnapshotVersion, () => figures.SnapshotVersion, null, "The version of the configuration that serves.");
        meter.CreateObservableGauge(TelemetryNames.SnapshotAge, () => figures.SnapshotAge.TotalSeconds, "s", "For how long it has served.");
    }

    private static int One(bool yes) => yes ? 1 : 0;

    private static Measurement<int> Info(INodeFigures figures) => new(
        1, new(TelemetryNames.Version, figures.Version), new(TelemetryNames.Runtime, figures.Runtime), new(TelemetryNames.Store, figures.Store));

    private static IEnumerable<Measurement<int>> Up(INodeFigures figures) =>
        from figure in figures.Upstreams()
        group figure by figure.Upstream into upstream
        select new Measurement<int>(One(upstream.Any(figure => figure.IsUsable && figure.Targets > 0)), new KeyValuePair<string, object?>(TelemetryNames.Upstream, upstream.Key));

    private static IEnumerable<Measurement<int>> Targets(INodeFigures figures) =>
        figures.Upstreams().Select(figure => new Measurement<int>(figure.Targets, new(TelemetryNames.Upstream, figure.Upstream), new(TelemetryNames.State, figure.State)));
}
