using Gantry.Bench.BytePaths;
namespace Gantry.Bench;
internal static class AllocationCheck
{
    public static async Task<int> RunAsync(TextWriter output, string prefix)
    {
        foreach (var path in BytePath.All.Where(path => path.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            long[] b = AllocationFigure.Batched(path);
            await output.WriteLineAsync($"{path.Name,-52} {string.Join(' ', b)}");
        }
        await ServedGateway.EndAsync();
        return 0;
    }
}
