namespace Gantry.Observe.Otlp;

/// <summary>Hands log lines that pass the server's rules to the export.</summary>
internal sealed class ForwardedLogs(OtlpExport export) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => export.Logs.CreateLogger(categoryName);

    public void Dispose()
    {
        // The export belongs to the server, which ends it after the last line.
    }
}
