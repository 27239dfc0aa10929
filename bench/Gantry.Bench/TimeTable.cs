using System.Diagnostics;
using Gantry.Bench.BytePaths;

namespace Gantry.Bench;

/// <summary>Holds the time of translating a long request against its bar. Times are of this machine: not for a build.</summary>
internal static class TimeTable
{
    private const int Rounds = 600;

    /// <summary>Microseconds on one core for a request of <see cref="AgentBodies.Bytes"/>.</summary>
    private const double Bar = 600;

    /// <returns>0 when every pair is within the bar.</returns>
    public static async Task<int> RunAsync(TextWriter output)
    {
        await output.WriteLineAsync($"{"path",-34} {"us (least)",12} {"us (median)",12} {"bar",6}");
        bool isOver = false;
        foreach (var path in BytePath.All.Where(path => path.Name.StartsWith("translate/", StringComparison.Ordinal)))
        {
            var (least, median) = await MeasureAsync(path);
            isOver |= least > Bar;
            await output.WriteLineAsync($"{path.Name,-34} {least,12:f1} {median,12:f1} {Bar,6}{(least > Bar ? "  OVER" : "")}");
        }

        return isOver ? 1 : 0;
    }

    // What else runs on the machine only ever adds: the least is the nearest to what the work takes.
    private static async Task<(double Least, double Median)> MeasureAsync(BytePath path)
    {
        using var run = path.Prepare();
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
