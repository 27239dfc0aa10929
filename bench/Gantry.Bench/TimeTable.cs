using System.Diagnostics;
using System.Globalization;
using Gantry.Bench.BytePaths;

namespace Gantry.Bench;

/// <summary>The least time of each byte path of many runs: what the code can do, when nothing else runs on the machine.</summary>
internal static class TimeTable
{
    private static readonly TimeSpan PerPath = TimeSpan.FromSeconds(1.5);

    /// <param name="prefix">Of the names of the paths.</param>
    /// <param name="output">Takes the table.</param>
    public static async Task<int> RunAsync(string prefix, TextWriter output)
    {
        await output.WriteLineAsync($"{"path",-52} {"us (least)",12} {"us (median)",12} {"runs",7}");
        foreach (var path in BytePath.All.Where(path => path.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var times = Measure(path.Prepare);
            var beside = path.Beside is { } less ? Measure(less) : [0];
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{path.Name,-52} {Microseconds(times[0] - beside[0]),12:f1} {Microseconds(times[times.Length / 2] - beside[beside.Length / 2]),12:f1} {times.Length,7}"));
        }

        return 0;
    }

    private static long[] Measure(Func<BytePathRun> prepare)
    {
        using var run = prepare();
        var times = new List<long>();
        var end = Stopwatch.GetTimestamp() + (long)(PerPath.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end)
        {
            var begin = Stopwatch.GetTimestamp();
            run.Once();
            times.Add(Stopwatch.GetTimestamp() - begin);
        }

        times.Sort();
        return [.. times];
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
