using System.Text.RegularExpressions;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Gantry.Observe.Otlp;

/// <summary>
/// What leaves the machine is held tighter than what is written on it: e-mail addresses, network addresses and anything that looks like a key are taken out of
/// log lines, and of a failure only its type and its place are told, for its message may quote anything.
/// </summary>
internal sealed partial class LogScrubber : BaseProcessor<LogRecord>
{
    private const string Removed = "[removed]";

    public override void OnEnd(LogRecord data)
    {
        data.FormattedMessage = Clean(data.FormattedMessage);
        data.Body = Clean(data.Body);
        var attributes = data.Attributes?.Select(pair => new KeyValuePair<string, object?>(pair.Key, CleanValue(pair.Value))) ?? [];
        if (data.Exception is { } failure)
        {
            data.Exception = null;
            attributes = attributes.Concat(
            [
                new(TelemetryNames.ExceptionType, failure.GetType().FullName),
                new(TelemetryNames.ExceptionTrace, Clean(failure.StackTrace)),
            ]);
        }

        data.Attributes = [.. attributes];
    }

    /// <summary>A text without what identifies somebody or opens something.</summary>
    public static string? Clean(string? text) => text is null ? null : Identifying().Replace(text, Removed);

    private static object? CleanValue(object? value) => value switch
    {
        null or bool or int or long or double or Guid => value,
        string text => Clean(text),
        _ => Clean(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)),
    };

    [GeneratedRegex(
        @"[\w.+%-]+@[\w-]+(\.[\w-]+)+|\b(\d{1,3}\.){3}\d{1,3}\b|([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){0,5}[0-9a-fA-F]{0,4}::([0-9a-fA-F]{1,4}:){0,5}[0-9a-fA-F]{0,4}|\b(sk|gat|whsec|rk|pk|AIza|AKIA|xai|gsk)[-_]?[\w-]{12,}|\bBearer\s+\S+",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Identifying();
}
