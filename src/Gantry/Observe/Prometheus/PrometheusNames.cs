namespace Gantry.Observe.Prometheus;

/// <summary>Names of instruments as Prometheus has them, by the rules of OpenTelemetry's mapping: a collector between makes the same ones.</summary>
internal static class PrometheusNames
{
    /// <summary>The name of a family.</summary>
    public static string Family(string instrument, string? unit, MetricKind kind)
    {
        var name = Plain(instrument);
        if (Suffix(unit, kind) is { } suffix && !name.EndsWith(suffix, StringComparison.Ordinal)) name += suffix;
        return kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>The name of a label.</summary>
    public static string Label(string attribute) => Plain(attribute);

    private static string? Suffix(string? unit, MetricKind kind) => unit switch
    {
        "s" => "_seconds",
        "ms" => "_milliseconds",
        "By" => "_bytes",
        "1" when kind == MetricKind.Gauge => "_ratio",
        _ => null, // What stands in braces is a remark.
    };

    private static string Plain(string name) => string.Create(name.Length, name, static (text, from) =>
    {
        for (var at = 0; at < from.Length; at++)
        {
            text[at] = char.IsAsciiLetter(from[at]) || (at > 0 && char.IsAsciiDigit(from[at])) ? from[at] : '_';
        }
    });
}
