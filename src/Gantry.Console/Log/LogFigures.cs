using System.Globalization;
using System.Numerics;
using Gantry.Console.Language;
using Gantry.Console.Shell;
using Gantry.Contracts.Manage.Usages;

namespace Gantry.Console.Log;

/// <summary>Moments, times and sums as the log writes them.</summary>
internal static class LogFigures
{
    /// <summary>A moment to the second, in the reader's zone.</summary>
    public static string Time(ShellState shell, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, shell.Zone);
        return local.ToString(shell.Tongue == Tongue.Chinese ? "M月d日 HH:mm:ss" : "d MMM HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>The same with its year.</summary>
    public static string Moment(ShellState shell, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, shell.Zone);
        return local.ToString(shell.Tongue == Tongue.Chinese ? "yyyy年M月d日 HH:mm:ss" : "d MMM yyyy, HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <summary><c>320 ms</c>, <c>1.25 s</c>, <c>125 s</c>.</summary>
    public static string Duration(long micros) => micros switch
    {
        < 1_000 => "<1 ms",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{micros / 1_000} ms"),
        < 100_000_000 => string.Create(CultureInfo.InvariantCulture, $"{micros / 1_000_000m:0.00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{micros / 1_000_000} s"),
    };

    public static long Prompt(UsageBuckets usage) =>
        usage.UncachedInput + usage.CacheRead + usage.CacheWrite5m + usage.CacheWrite1h + usage.AudioInput + usage.ImageInput;

    public static long Answer(UsageBuckets usage) => usage.Output + usage.Reasoning + usage.AudioOutput + usage.ImageOutput;

    /// <summary>An exact fraction of ten as USD, with two decimals or as many as it takes.</summary>
    /// <param name="units">How many.</param>
    /// <param name="decimals">How small each is: 9 for nano-USD.</param>
    public static string Dollars(BigInteger units, int decimals)
    {
        var digits = BigInteger.Abs(units).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return Figures.Money($"{(units.Sign < 0 ? "-" : "")}{digits[..^decimals]}.{digits[^decimals..]}");
    }
}
