using System.Diagnostics.Metrics;

namespace Gantry.Observe.Prometheus;

/// <summary>Adds up what the instruments of one gateway and of its runtime say, from <see cref="Start"/> on, for readers that come and ask.</summary>
internal sealed class MetricBoard : IDisposable
{
    private readonly GatewayMeter _own;
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _publishing = new();
    private readonly Lock _reading = new();
    private bool _isLate;
    private bool _isStarted;

    public MetricBoard(GatewayMeter own)
    {
        _own = own;
        _listener.InstrumentPublished = Take;
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Add((long)value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Add(value, tags));
    }

    /// <summary>Begins to count. Until then nothing is, and nothing costs; later calls change nothing.</summary>
    /// <param name="late">The process runs already: what counts up and down cannot be told.</param>
    public void Start(bool late)
    {
        lock (_reading)
        {
            if (_isStarted) return;
            (_isStarted, _isLate) = (true, late);
            _listener.Start();
        }
    }

    /// <summary>All that there is to tell now, in the text format of Prometheus.</summary>
    public string Read()
    {
        lock (_reading)
        {
            MetricFamily[] families;
            lock (_publishing)
            {
                families = [.. _families.Values];
            }

            foreach (var family in families) family.Begin();
            _listener.RecordObservableInstruments();
            var text = new PrometheusText();
            foreach (var family in families) text.Write(family);
            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, MeterListener listener)
    {
        string[]? kept = null;
        if (!ReferenceEquals(instrument.Meter.Scope, _own) && (!TelemetryNames.ForeignMeters.Contains(instrument.Meter.Name) || !TelemetryNames.Foreign.TryGetValue(instrument.Name, out kept))) return;
        if (_isLate && !instrument.IsObservable && instrument.GetType().Name.StartsWith("UpDownCounter", StringComparison.Ordinal)) return;
        MetricFamily? family;
        lock (_publishing)
        {
            var fresh = new MetricFamily(instrument, kept);
            // A server may have several of a name, one for each meter that it was given.
            if (!_families.TryGetValue(fresh.Name, out family)) _families.Add(fresh.Name, family = fresh);
        }

        if (TelemetryNames.Bare.Contains(instrument.Name)) family.Add(0L, []);
        listener.EnableMeasurementEvents(instrument, family);
    }
}
