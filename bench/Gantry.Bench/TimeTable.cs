using System.Diagnostics;
using System.Globalization;
using Gantry.Bench.BytePaths;

namespace Gantry.Bench;

/// <summary>Holds the times of the byte paths against their bars. Times are of this machine: not for a build.</summary>
internal static class TimeTable
{
    private const int Rounds = 600;

    /// <summary>Microseconds on one core, for the paths whose names begin so: a request of <see cref="AgentBodies.Bytes"/> translated, 1,000 events of a
    /// stream, one look at a request of 500 KB, and what billing adds to a request.</summary>
    private static readonly (string Prefix, double Bar)[] Bars =
        [("translate/", 600), ("stream-1000-events/", 1_200), ("stream-1000-more", 1_200), ("peek/agent-", 400), ("billing/", 25)];

    /// <param name="prefix">Of the paths to time; empty for all that have a bar.</param>
    /// <param name="output">Takes the table.</param>
    /// <returns>0 when every path is within its bar.</returns>
    public static async Task<int> RunAsync(string prefix, TextWriter output)
    {
        await output.WriteLineAsync($"{"path",-52} {"us (least)",12} {"us (median)",12} {"bar",6}");
        bool isOver = false;
        foreach (var path in BytePath.All.Where(path => path.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            double bar = Array.Find(Bars, bar => path.Name.StartsWith(bar.Prefix, StringComparison.Ordinal)).Bar;
            if (bar == 0 && prefix.Length == 0) continue;
            var (least, median) = await MeasureAsync(path.Prepare);
            if (path.Beside is { } beside)
            {
                var less = await MeasureAsync(beside);
                (least, median) = (least - less.Least, median - less.Median);
            }

            bool over = bar > 0 && least > bar;
            isOver |= over;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{path.Name,-52} {least,12:f1} {median,12:f1} {bar,6}{(over ? "  OVER" : "")}"));
        }

        return isOver ? 1 : 0;
    }

    // What else runs on the machine only ever adds: the least is the nearest to what the work takes.
    private static async Task<(double Least, double Median)> MeasureAsync(Func<BytePathRun> prepare)
    {
        using var run = prepare();
        await WarmUp.RunAsync(run.Once);
        double[] times = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long begin = Stopwatch.GetTimestamp();
            run.Once();
            times[round] = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
        }

        Array.Sort(times);
        return (times[0], times[Rounds / 2]);
    }
}
