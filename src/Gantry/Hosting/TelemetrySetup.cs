using Gantry.Billing;
using Gantry.Catalog.Declared;
using Gantry.Observe;
using Gantry.Observe.Otlp;
using Gantry.Observe.Prometheus;
using Gantry.Storage;

namespace Gantry.Hosting;

/// <summary>Registers what tells operators how the gateway does: metrics for those who ask, and OTLP where the standard variables name a collector.</summary>
internal static class TelemetrySetup
{
    /// <exception cref="ConfigurationException">A variable says what it cannot.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder, HostingOptions options, DataFolder folder)
    {
        var services = builder.Services;
        services.AddSingleton(Read(() => TraceTerms.Of(options.Environment)));
        services.AddSingleton<GatewayTraces>();
        services.AddSingleton<NodeMeter>();
        services.AddSingleton<MetricBoard>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<NodeFigures>(s, folder));
        services.AddSingleton<IUsageStore>(s => new MeasuredUsageStore(folder.Usage, s.GetRequiredService<NodeMeter>(), s.GetRequiredService<TimeProvider>()));
        services.AddHostedService(s => ActivatorUtilities.CreateInstance<NodeTelemetry>(s, folder));
        var address = MetricsListener.Check(options.MetricsUrl ?? options.Environment(MetricsListener.Variable));
        services.AddSingleton(s => new MetricsListener(address, s.GetRequiredService<MetricBoard>()));
        services.AddHostedService(s => s.GetRequiredService<MetricsListener>());

        // A server inside of a command is its user's: the variables in his shell are those of his own tools.
        if (options.CommandLog is null && Read(() => OtlpTerms.Of(options.Environment)) is { } terms)
        {
            var export = new OtlpExport(terms, NodeFigures.BuildVersion, InstanceFile.Read(folder.Path, options.Time));
            services.AddSingleton(_ => export);
            if (terms.Logs) builder.Logging.AddProvider(new ForwardedLogs(export));
        }
    }

    /// <summary>Begins the export, where there is one: a singleton that nobody asks for is never made, nor ended.</summary>
    public static void UseTelemetry(this WebApplication app) => app.Services.GetService<OtlpExport>();

    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException problem)
        {
            throw new ConfigurationException([new ConfigurationProblem("environment", null, problem.Message)]);
        }
    }
}
