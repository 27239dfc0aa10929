using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Gantry.Cli.Usage;

/// <summary><c>gantry usage</c>: what was used, taken out or dropped.</summary>
internal static class UsageCommand
{
    public static Command Create() => new("usage", "Export records of usage, drop old ones.")
    {
        ExportCommand.Create(),
        PruneCommand.Create(),
    };

    /// <summary>A day such as 2026-07-24.</summary>
    public static DateOnly? ReadDay(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        result.AddError($"'{text}' is no day such as 2026-07-24.");
        return null;
    }
}
