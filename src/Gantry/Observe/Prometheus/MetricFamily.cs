using System.Diagnostics.Metrics;

namespace Gantry.Observe.Prometheus;

/// <summary>All series of one name. Safe for concurrent use; a measurement of labels that were there before allocates nothing.</summary>
internal sealed class MetricFamily
{
    /// <summary>Series of one family. What comes after goes into one that says so: memory has a bound whatever happens.</summary>
    public const int MostSeries = 4_000;

    private static readonly KeyValuePair<string, object?>[] Beyond = [new(TelemetryNames.Overflow, true)];

    private readonly Lock _gate = new();
    private readonly Dictionary<int, MetricSeries> _series = [];
    private readonly string[]? _kept;
    private readonly KeyValuePair<string, object?>[] _scratch;
    private readonly bool _isSet;
    private int _count;

    /// <param name="instrument">What it is made from.</param>
    /// <param name="kept">The attributes that become labels; null for all.</param>
    public MetricFamily(Instrument instrument, string[]? kept)
    {
        Kind = KindOf(instrument);
        Name = PrometheusNames.Family(instrument.Name, instrument.Unit, Kind);
        Description = instrument.Description ?? "";
        IsObserved = instrument.IsObservable;
        Bounds = Kind == MetricKind.Histogram ? BoundsOf(instrument) : [];
        _isSet = instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal);
        _kept = kept;
        _scratch = new KeyValuePair<string, object?>[kept?.Length ?? 0];
    }

    public string Name { get; }

    public string Description { get; }

    public MetricKind Kind { get; }

    /// <summary>Its values are looked up at every reading.</summary>
    public bool IsObserved { get; }

    public double[] Bounds { get; }

    public void Add(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            var series = Find(tags);
            if (_isSet) series.Set(value, 0);
            else series.Add(value);
        }
    }

    public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            var series = Find(tags);
            if (_isSet) series.Set(0, value);
            else series.Add(value);
        }
    }

    /// <summary>Begins a reading: what is looked up is forgotten, and with it what is there no more.</summary>
    public void Begin()
    {
        if (!IsObserved) return;
        lock (_gate)
        {
            _series.Clear();
            _count = 0;
        }
    }

    /// <summary>Reads every series while none of them changes.</summary>
    public void Read(Action<MetricSeries> read)
    {
        lock (_gate)
        {
            foreach (var first in _series.Values)
            {
                for (var series = first; series is not null; series = series.Next) read(series);
            }
        }
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        return type.StartsWith("Histogram", StringComparison.Ordinal) ? MetricKind.Histogram
            : type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal) ? MetricKind.Counter
            : MetricKind.Gauge;
    }

    private static double[] BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds],
        _ => [.. HistogramBounds.Seconds.HistogramBucketBoundaries!],
    };

    // Under the lock.
    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = _kept is null ? tags : Keep(tags);
        var hash = Hash(labels);
        if (Known(hash, labels) is { } known) return known;
        if (_count >= MostSeries)
        {
            labels = Beyond;
            hash = Hash(labels);
            if (Known(hash, labels) is { } beyond) return beyond;
        }

        _count++;
        return _series[hash] = new MetricSeries(labels.ToArray(), Bounds) { Next = _series.GetValueOrDefault(hash) };
    }

    private MetricSeries? Known(int hash, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        for (var series = _series.GetValueOrDefault(hash); series is not null; series = series.Next)
        {
            if (series.Has(labels)) return series;
        }

        return null;
    }

    private ReadOnlySpan<KeyValuePair<string, object?>> Keep(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var count = 0;
        foreach (var name in _kept!)
        {
            foreach (var tag in tags)
            {
                if (tag.Key == name) _scratch[count++] = tag;
            }
        }

        return _scratch.AsSpan(0, count);
    }

    private static int Hash(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var hash = default(HashCode);
        foreach (var label in labels) hash.Add(label.Value);
        return hash.ToHashCode();
    }
}
