using System.Diagnostics;

namespace Gantry.Bench.Growth;

/// <summary>Requests at a steady rate over a few connections, each with one of several keys.</summary>
internal sealed class SteadyLoad(Uri target, IReadOnlyList<byte[]> requests, int perSecond)
{
    const int Connections = 8;

    /// <summary>Sends for a while.</summary>
    /// <returns>How long each answer took in milliseconds, counted from the moment when it was due to be asked.</returns>
    public async Task<List<double>> RunAsync(TimeSpan length, CancellationToken cancellation)
    {
        var times = await Task.WhenAll(Enumerable.Range(0, Connections).Select(number => RunAsync(number, length, cancellation)));
        return [.. times.SelectMany(one => one).Order()];
    }

    public static double Percentile(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];

    async Task<List<double>> RunAsync(int number, TimeSpan length, CancellationToken cancellation)
    {
        var (start, times) = (Stopwatch.GetTimestamp(), new List<double>());
        var between = TimeSpan.FromSeconds((double)Connections / perSecond);
        using var client = await RawClient.ConnectAsync(target, cancellation);
        for (var turn = 0; ; turn++)
        {
            var due = turn * between + number * between / Connections;
            if (due >= length) return times;
            var left = due - Stopwatch.GetElapsedTime(start);
            if (left > TimeSpan.Zero) await Task.Delay(left, TimeProvider.System, cancellation);
            await client.AskAsync(requests[(turn * Connections + number) % requests.Count], cancellation);
            times.Add((Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds);
        }
    }
}
