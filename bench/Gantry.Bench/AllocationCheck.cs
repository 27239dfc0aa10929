using System.Text.Json;
using Gantry.Bench.BytePaths;

namespace Gantry.Bench;

/// <summary>Holds what the byte paths allocate against <c>bench/limits.json</c>: exact and quick, so that it can run with the tests.</summary>
internal static class AllocationCheck
{
    const int WarmUp = 50;

    /// <returns>0 when every path is within its limit, 1 when one is over, has no limit, or a limit has no path.</returns>
    public static async Task<int> RunAsync(TextWriter output)
    {
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "limits.json"));
        var limits = await JsonSerializer.DeserializeAsync<Dictionary<string, long>>(file) ?? [];
        var failed = limits.Keys.Except(BytePath.All.Select(path => path.Name)).Select(name => $"{name}: in limits.json, but there is no such path").ToList();
        await output.WriteLineAsync($"{"path",-52} {"B/op",10} {"limit",10}");
        foreach (var path in BytePath.All)
        {
            var bytes = Measure(path.Prepare, path.Rounds) - (path.Beside is { } beside ? Measure(beside, path.Rounds) : 0);
            var limit = limits.GetValueOrDefault(path.Name, -1);
            if (bytes > limit)
            {
                failed.Add(limit < 0 ? $"{path.Name}: no limit in limits.json" : $"{path.Name}: {bytes} B are over the limit of {limit} B");
            }

            await output.WriteLineAsync($"{path.Name,-52} {bytes,10} {limit,10}{(bytes > limit ? "  OVER" : "")}");
        }

        foreach (var line in failed)
        {
            await output.WriteLineAsync(line);
        }

        return failed.Count == 0 ? 0 : 1;
    }

    // The mean of all iterations: a buffer that grows once counts by its share only.
    static long Measure(Func<BytePathRun> prepare, int rounds)
    {
        using var run = prepare();
        for (var round = 0; round < WarmUp; round++)
        {
            run.Once();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < rounds; round++)
        {
            run.Once();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / rounds;
    }
}
