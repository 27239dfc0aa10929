using System.Collections.Frozen;

namespace Gantry.Observe.Otlp;

/// <summary>What the standard variables of OpenTelemetry say. Their values are handed to its own code, which reads them all.</summary>
internal sealed record OtlpTerms
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const int GrpcPort = 4317;

    private static readonly string[] Signals = ["TRACES", "METRICS", "LOGS"];

    private static readonly string[] OfExporter = ["ENDPOINT", "PROTOCOL", "HEADERS", "TIMEOUT", "COMPRESSION", "CERTIFICATE", "CLIENT_CERTIFICATE", "CLIENT_KEY"];

    private static readonly string[] Others =
    [
        "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG", "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT",
        "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "OTEL_METRICS_EXEMPLAR_FILTER",
        "OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
        "OTEL_BLRP_SCHEDULE_DELAY", "OTEL_BLRP_EXPORT_TIMEOUT", "OTEL_BLRP_MAX_QUEUE_SIZE", "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE",
        "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_EVENT_COUNT_LIMIT", "OTEL_SPAN_LINK_COUNT_LIMIT",
    ];

    public bool Traces { get; private init; }

    public bool Metrics { get; private init; }

    public bool Logs { get; private init; }

    /// <summary>All variables that are set, by name.</summary>
    public required FrozenDictionary<string, string?> Values { get; init; }

    /// <returns>Null where nothing is to be exported: no endpoint is named, or the SDK is disabled.</returns>
    /// <exception cref="FormatException">An endpoint is no address.</exception>
    public static OtlpTerms? Of(Func<string, string?> environment)
    {
        if (string.Equals(environment("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)) return null;
        var values = Names().Select(name => (Name: name, Value: environment(name))).Where(pair => !string.IsNullOrEmpty(pair.Value)).ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        var (traces, metrics, logs) = (IsWanted("TRACES"), IsWanted("METRICS"), IsWanted("LOGS"));
        if (!traces && !metrics && !logs) return null;
        foreach (var (name, value) in values)
        {
            if (name.EndsWith("_ENDPOINT", StringComparison.Ordinal) && !(Uri.TryCreate(value, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"))
            {
                throw new FormatException($"{name} is '{value}'; it takes an address such as http://collector:4318.");
            }
        }

        // The specification's default; the library has gRPC. A port that is registered for gRPC says it as well.
        if (!values.ContainsKey(Protocol)) values[Protocol] = values.GetValueOrDefault(Endpoint) is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Port == GrpcPort ? "grpc" : "http/protobuf";
        return new OtlpTerms { Traces = traces, Metrics = metrics, Logs = logs, Values = values.ToFrozenDictionary(StringComparer.Ordinal) };

        bool IsWanted(string signal) =>
            (values.ContainsKey(Endpoint) || values.ContainsKey($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"))
            && !string.Equals(environment($"OTEL_{signal}_EXPORTER"), "none", StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Names() =>
        OfExporter.Select(name => $"OTEL_EXPORTER_OTLP_{name}")
            .Concat(from signal in Signals from name in OfExporter select $"OTEL_EXPORTER_OTLP_{signal}_{name}")
            .Concat(Others);
}
