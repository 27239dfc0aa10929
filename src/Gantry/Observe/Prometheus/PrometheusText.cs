using System.Globalization;
using System.Text;

namespace Gantry.Observe.Prometheus;

/// <summary>Writes the text format of Prometheus, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new(64 * 1024);

    /// <summary>Writes one family; nothing where it has no series.</summary>
    public void Write(MetricFamily family)
    {
        var start = _text.Length;
        _text.Append("# HELP ").Append(family.Name).Append(' ').Append(family.Description.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
        _text.Append("# TYPE ").Append(family.Name).Append(' ').Append(Word(family.Kind)).Append('\n');
        var head = _text.Length;
        family.Read(series => Write(family, series));
        if (_text.Length == head) _text.Length = start;
    }

    public override string ToString() => _text.ToString();

    private void Write(MetricFamily family, MetricSeries series)
    {
        if (family.Kind != MetricKind.Histogram)
        {
            Line(family.Name, "", series.Labels, null, Value(series));
            return;
        }

        var within = 0L;
        for (var at = 0; at < family.Bounds.Length; at++)
        {
            within += series.Buckets[at];
            Line(family.Name, "_bucket", series.Labels, Number(family.Bounds[at]), Whole(within));
        }

        Line(family.Name, "_bucket", series.Labels, "+Inf", Whole(series.Count));
        Line(family.Name, "_sum", series.Labels, null, Value(series));
        Line(family.Name, "_count", series.Labels, null, Whole(series.Count));
    }

    private void Line(string name, string suffix, KeyValuePair<string, object?>[] labels, string? bound, string value)
    {
        _text.Append(name).Append(suffix);
        var separator = '{';
        foreach (var (label, said) in labels)
        {
            _text.Append(separator).Append(PrometheusNames.Label(label)).Append("=\"");
            Escape(Convert.ToString(said is bool yes ? (yes ? "true" : "false") : said, CultureInfo.InvariantCulture) ?? "");
            _text.Append('"');
            separator = ',';
        }

        if (bound is not null)
        {
            _text.Append(separator).Append("le=\"").Append(bound).Append('"');
            separator = ',';
        }

        if (separator == ',') _text.Append('}');
        _text.Append(' ').Append(value).Append('\n');
    }

    private void Escape(string text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => _text.Append(@"\\"),
                '"' => _text.Append("\\\""),
                '\n' => _text.Append(@"\n"),
                _ => _text.Append(c),
            };
        }
    }

    private static string Value(MetricSeries series) => series.Part == 0 ? Whole(series.Whole) : Number(series.Whole + series.Part);

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Word(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };
}
