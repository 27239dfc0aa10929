using System.Diagnostics;

namespace Gantry.Tests.Relay.Faults;

internal static class Waiting
{
    /// <summary>Looks until a condition holds.</summary>
    /// <returns>How long that took; null when it did not within <paramref name="limit"/>.</returns>
    public static async Task<TimeSpan?> UntilAsync(Func<bool> holds, TimeSpan limit)
    {
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
