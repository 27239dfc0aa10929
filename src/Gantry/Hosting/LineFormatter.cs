using System.Globalization;
using System.Text;
using Gantry.Observe;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Gantry.Hosting;

/// <summary>Plain log lines: one for each event, whatever a client has written into what is logged (reliability S-29). The framework's own one-line form lets carriage returns and terminal commands through.</summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "gantry-line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = new StringBuilder(256);
        line.Append(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'} {Word(logEntry.LogLevel)} {logEntry.Category}[{logEntry.EventId.Id}] ");
        Append(line, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } failure)
        {
            line.Append(' ');
            Append(line, failure.ToString());
        }

        if (GatewayTraces.Current is { } trace)
        {
            line.Append(" trace=").Append(trace.ToHexString());
        }

        textWriter.Write(line.Append('\n'));
    }

    private static void Append(StringBuilder line, string text)
    {
        foreach (var c in text)
        {
            if (IsPlain(c))
            {
                line.Append(c);
            }
            else
            {
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }
    }

    // Not only control characters: the two line breaks of Unicode, and what turns the direction of what follows.
    private static bool IsPlain(char c) => !char.IsControl(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format);

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
