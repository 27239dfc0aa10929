using System.Diagnostics;

namespace Gantry.Tests.Relay.Faults;

internal static class Waiting
{
    /// <summary>Looks until a condition holds, for no longer than a limit, which is that of a machine that does nothing else (<see cref="TestRun.Limit(TimeSpan)"/>).</summary>
    /// <returns>How long that took; null when it did not within the limit.</returns>
    public static async Task<TimeSpan?> UntilAsync(Func<bool> holds, TimeSpan limit)
    {
        limit = TestRun.Limit(limit);
        var clock = Stopwatch.StartNew();
        while (!holds())
        {
            if (clock.Elapsed > limit)
            {
                return null;
            }

            await Task.Delay(10);
        }

        return clock.Elapsed;
    }
}
