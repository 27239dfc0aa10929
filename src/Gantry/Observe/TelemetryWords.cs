using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gantry.Observe;

/// <summary>Values of enums as telemetry writes them: snake case, made once, so that saying one allocates nothing.</summary>
internal static class TelemetryWords
{
    private static readonly string[] Classes = ["0xx", "1xx", "2xx", "3xx", "4xx", "5xx"];

    public static string Of<T>(T value)
        where T : struct, Enum => Table<T>.Words.GetValueOrDefault(Number(value), TelemetryNames.None);

    /// <summary>The class of an HTTP status; <c>0xx</c> where none was sent.</summary>
    public static string Class(int status) => status is >= 0 and < 600 ? Classes[status / 100] : Classes[0];

    // Without a box. Lists are of int, or of byte.
    private static int Number<T>(T value)
        where T : struct, Enum => Unsafe.SizeOf<T>() == sizeof(byte) ? Unsafe.As<T, byte>(ref value) : Unsafe.As<T, int>(ref value);

    // Not generic: each start would compile it and its table anew for every list.
    private static Dictionary<int, string> WordsOf(Type list)
    {
        var words = new Dictionary<int, string>();
        var (numbers, names) = (Enum.GetValuesAsUnderlyingType(list), Enum.GetNames(list));
        for (var i = 0; i < names.Length; i++) words.TryAdd(Convert.ToInt32(numbers.GetValue(i), CultureInfo.InvariantCulture), JsonNamingPolicy.SnakeCaseLower.ConvertName(names[i]));
        return words;
    }

    private static class Table<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<int, string> Words = WordsOf(typeof(T));
    }
}
