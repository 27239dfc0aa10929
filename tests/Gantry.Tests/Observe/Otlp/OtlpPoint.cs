namespace Gantry.Tests.Observe.Otlp;

/// <summary>A value of a metric as it came over the wire.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Value">The value; of a histogram the sum.</param>
internal sealed record OtlpPoint(string Metric, IReadOnlyDictionary<string, object?> Attributes, double Value)
{
    private const int Gauge = 5;
    private const int Sum = 7;
    private const int Histogram = 9;

    public static IEnumerable<OtlpPoint> Of(ProtoMessage metric) =>
        new[] { Gauge, Sum }.SelectMany(kind => metric.Path(kind, 1))
            .Select(point => new OtlpPoint(metric.Text(1), point.Attributes(7), point.Has(6) ? (long)point.Number(6) : BitConverter.UInt64BitsToDouble(point.Number(4))))
            .Concat(metric.Path(Histogram, 1).Select(point => new OtlpPoint(metric.Text(1), point.Attributes(9), BitConverter.UInt64BitsToDouble(point.Number(5)))));
}
