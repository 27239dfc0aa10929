using Gantry.Observe.Otlp;
using Microsoft.Extensions.Logging.Console;

namespace Gantry.Hosting;

/// <summary>Logging, and what may never be logged whatever level is asked for.</summary>
internal static class LogSetup
{
    // These write request targets, and a target may carry ?key=. Their level is fixed after all configuration.
    private static readonly string[] Muted =
    [
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.Routing",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "Microsoft.AspNetCore.Server.Kestrel.Connections",
        "Microsoft.AspNetCore.HostFiltering",
        "System.Net.Http",
    ];

    /// <summary><c>GANTRY_LOG=json</c> writes one JSON object a line; anything else writes plain lines. Either way an event is one line, its time is UTC and control characters are escaped (reliability S-29).</summary>
    public static void Apply(ILoggingBuilder logging, IConfiguration configuration, HostingOptions? options = null)
    {
        logging.ClearProviders();
        if (options?.CommandLog is { } file)
        {
            logging.Services.AddSingleton<ILoggerProvider>(_ => new FileLog(file, options.Time));
        }
        else if (string.Equals(configuration["GANTRY_LOG"], "json", StringComparison.OrdinalIgnoreCase))
        {
            logging.AddConsole(o => o.FormatterName = JsonLineFormatter.FormatterName);
            logging.AddConsoleFormatter<JsonLineFormatter, ConsoleFormatterOptions>();
        }
        else
        {
            logging.AddConsole(o => o.FormatterName = LineFormatter.FormatterName);
            logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        }

        logging.AddFilter("Microsoft", LogLevel.Warning);
        // It warns of every page with a form that our no-store is replaced by its own.
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        logging.Services.PostConfigure<LoggerFilterOptions>(static options =>
        {
            foreach (var category in Muted)
            {
                // Twice: a rule for one provider (Logging:Console:…) beats every rule for all of them, however exact.
                options.Rules.Add(new LoggerFilterRule(null, category, LogLevel.Warning, null));
                options.Rules.Add(new LoggerFilterRule(typeof(ConsoleLoggerProvider).FullName, category, LogLevel.Warning, null));
                options.Rules.Add(new LoggerFilterRule(typeof(ForwardedLogs).FullName, category, LogLevel.Warning, null));
            }
        });
    }
}
