using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gantry.Observe.Otlp;

/// <summary>Sends spans, metrics and log lines to a collector, in batches beside the requests. A collector that is away costs nothing but what it would have been told.</summary>
internal sealed class OtlpExport : IDisposable
{
    private const string ServiceName = "gantry";

    private readonly OpenTelemetrySdk _sdk;

    /// <param name="terms">What the variables say.</param>
    /// <param name="version">Of the gateway.</param>
    /// <param name="instance">What tells this node from others, and stays the same over its restarts.</param>
    public OtlpExport(OtlpTerms terms, string version, string instance)
    {
        _sdk = OpenTelemetrySdk.Create(sdk =>
        {
            sdk.Services.Replace(ServiceDescriptor.Singleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(terms.Values).Build()));
            // What passes is decided by the server's own rules.
            sdk.Services.PostConfigure<LoggerFilterOptions>(filter => filter.MinLevel = LogLevel.Trace);
            // The variables come last: what they say of the service goes before.
            sdk.ConfigureResource(resource => resource.Clear().AddService(ServiceName, serviceVersion: version, serviceInstanceId: instance).AddTelemetrySdk().AddEnvironmentVariableDetector());
            if (terms.Traces) sdk.WithTracing(tracing => tracing.AddSource(TelemetryNames.Source));
            if (terms.Metrics) sdk.WithMetrics(AddMeters);
            if (terms.Logs) sdk.WithLogging(logging => logging.AddProcessor(new LogScrubber()), options => (options.IncludeFormattedMessage, options.ParseStateValues) = (true, true));
            sdk.UseOtlpExporter();
        });
        Logs = _sdk.GetLoggerFactory();
    }

    /// <summary>Takes log lines.</summary>
    public ILoggerFactory Logs { get; }

    /// <summary>Sends what is left, for some seconds at most.</summary>
    public void Dispose() => _sdk.Dispose();

    private static void AddMeters(MeterProviderBuilder metrics)
    {
        metrics.AddMeter(TelemetryNames.Source);
        metrics.AddMeter([.. TelemetryNames.ForeignMeters]);
        metrics.AddView(instrument =>
            !TelemetryNames.ForeignMeters.Contains(instrument.Meter.Name) ? null
            : TelemetryNames.Foreign.TryGetValue(instrument.Name, out var kept) ? new MetricStreamConfiguration { TagKeys = kept }
            : MetricStreamConfiguration.Drop);
    }
}
