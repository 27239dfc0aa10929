using System.Collections.Frozen;
using System.Text.Json;

namespace Gantry.Observe;

/// <summary>Values of enums as telemetry writes them: snake case, made once, so that saying one allocates nothing.</summary>
internal static class TelemetryWords
{
    private static readonly string[] Classes = ["0xx", "1xx", "2xx", "3xx", "4xx", "5xx"];

    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Words.TryGetValue(value, out var word) ? word : TelemetryNames.None;

    /// <summary>The class of an HTTP status; <c>0xx</c> where none was sent.</summary>
    public static string Class(int status) => status is >= 0 and < 600 ? Classes[status / 100] : Classes[0];

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Words =
            Enum.GetValues<T>().Distinct().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}
