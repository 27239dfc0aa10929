namespace Gantry.Observe.Prometheus;

/// <summary>The values of one set of labels. Guarded by its family.</summary>
/// <param name="labels">Names and values, in the order of the instrument.</param>
/// <param name="bounds">The upper bounds of the buckets, ascending; empty where it is no histogram.</param>
internal sealed class MetricSeries(KeyValuePair<string, object?>[] labels, double[] bounds)
{
    private readonly long[] _buckets = new long[bounds.Length];

    public KeyValuePair<string, object?>[] Labels => labels;

    /// <summary>The sum of whole measurements, exact.</summary>
    public long Whole { get; private set; }

    /// <summary>The sum of all others.</summary>
    public double Part { get; private set; }

    /// <summary>How many measurements there were.</summary>
    public long Count { get; private set; }

    /// <summary>How many were within each bound, and not within the one before.</summary>
    public IReadOnlyList<long> Buckets => _buckets;

    /// <summary>The next with the same hash.</summary>
    public MetricSeries? Next { get; init; }

    public void Add(long value)
    {
        Whole += value;
        Note(value);
    }

    public void Add(double value)
    {
        Part += value;
        Note(value);
    }

    /// <summary>A gauge that is told its value.</summary>
    public void Set(long whole, double part) => (Whole, Part) = (whole, part);

    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        if (others.Length != labels.Length) return false;
        for (var at = 0; at < labels.Length; at++)
        {
            if (labels[at].Key != others[at].Key || !Equals(labels[at].Value, others[at].Value)) return false;
        }

        return true;
    }

    private void Note(double value)
    {
        Count++;
        for (var at = 0; at < bounds.Length; at++)
        {
            if (value <= bounds[at])
            {
                _buckets[at]++;
                return;
            }
        }
    }
}
