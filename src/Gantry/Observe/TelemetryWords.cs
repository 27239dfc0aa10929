using Gantry.Catalog;

namespace Gantry.Observe;

/// <summary>Values of enums as telemetry writes them: snake case, made once, so that saying one allocates nothing.</summary>
internal static class TelemetryWords
{
    private static readonly string[] Classes = ["0xx", "1xx", "2xx", "3xx", "4xx", "5xx"];

    public static string Of<T>(T value)
        where T : struct, Enum => EnumWords.Find(value) ?? TelemetryNames.None;

    /// <summary>The class of an HTTP status; <c>0xx</c> where none was sent.</summary>
    public static string Class(int status) => status is >= 0 and < 600 ? Classes[status / 100] : Classes[0];
}
