using System.Diagnostics;
using Gantry.Bench.BytePaths;

namespace Gantry.Bench;

/// <summary>Holds what the byte paths allocate against <c>bench/limits.json</c>: the same figures in every run, so that it can run with the tests.</summary>
internal static class AllocationCheck
{
    private const string FileName = "limits.json";
    private const string Tiered = "DOTNET_TieredCompilation";

    // Each method is compiled once and for good: what the runtime spares an allocation in a later draft of the code depends on when that draft is ready.
    // And few collections, which empty pools: again a matter of time.
    private static readonly (string Name, string Value)[] Steady = [(Tiered, "0"), ("DOTNET_TieredPGO", "0"), ("DOTNET_GCgen0size", "0x8000000"), ("DOTNET_gcConcurrent", "0")];

    /// <param name="args"><c>--write</c> writes down what is measured; a prefix measures those paths alone, without a verdict on the others.</param>
    /// <param name="output">Takes the table.</param>
    /// <exception cref="InvalidOperationException">There is nowhere to write to.</exception>
    /// <returns>0 when every path is within its limit, 1 when one is over, has no limit, or a limit has no path.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        if (Environment.GetEnvironmentVariable(Tiered) != "0") return await AgainAsync();
        bool writes = args.Contains("--write");
        string prefix = args.FirstOrDefault(static arg => arg != "--write") ?? "";
        string file = writes ? Path.Combine(Checkout.Root ?? throw new InvalidOperationException("There is no checkout around this program to write into."), "bench", FileName) : Path.Combine(AppContext.BaseDirectory, FileName);
        var limits = AllocationLimits.Read(file);
        var paths = BytePath.All.Where(path => path.Name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var measured = new Dictionary<string, long>();
        await output.WriteLineAsync($"{"path",-52} {"B/op",10} {"written",10} {"limit",10}");
        foreach (var path in paths)
        {
            long bytes = AllocationFigure.Of(path);
            measured.Add(path.Name, bytes);
            string verdict = limits.Most(path.Name) is not { } most || bytes > most ? "  OVER" : limits.IsBetter(path.Name, bytes) ? "  less: write it down with --check --write" : "";
            await output.WriteLineAsync($"{path.Name,-52} {bytes,10} {limits.Written(path.Name),10} {limits.Most(path.Name),10}{verdict}");
        }

        await ServedGateway.EndAsync();
        var failed = writes ? OverBars(measured) : Failures(limits, measured, prefix);
        if (writes && failed.Count == 0)
        {
            AllocationLimits.Write(file, BytePath.All.Select(path => KeyValuePair.Create(path.Name, measured.TryGetValue(path.Name, out long bytes) ? bytes : limits.Written(path.Name) ?? 0)));
            await output.WriteLineAsync($"{file} is written.");
        }

        foreach (string line in failed) await output.WriteLineAsync(line);
        return failed.Count == 0 ? 0 : 1;
    }

    private static List<string> Failures(AllocationLimits limits, Dictionary<string, long> measured, string prefix)
    {
        // Elsewhere the served paths cannot be measured.
        bool IsKnown(string name) => measured.ContainsKey(name) || !name.StartsWith(prefix, StringComparison.Ordinal) || (!OperatingSystem.IsLinux() && name.StartsWith("served", StringComparison.Ordinal));
        return
        [
            .. limits.Names.Where(name => !IsKnown(name)).Select(static name => $"{name}: in limits.json, but there is no such path"),
            .. measured.Where(one => limits.Most(one.Key) is null).Select(static one => $"{one.Key}: no limit in limits.json; --check --write writes it down"),
            .. measured.Where(one => one.Value > limits.Most(one.Key)).Select(one => $"{one.Key}: {one.Value} B are over {limits.Most(one.Key)} B, 5 % more than the {limits.Written(one.Key)} B written down"),
        ];
    }

    private static List<string> OverBars(Dictionary<string, long> measured) =>
        [.. measured.Where(static one => one.Value > AllocationBars.Of(one.Key)).Select(static one => $"{one.Key}: {one.Value} B are over the bar of {AllocationBars.Of(one.Key)} B; nothing is written")];

    // The settings of a runtime hold from its start.
    private static async Task<int> AgainAsync()
    {
        bool isHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var start = new ProcessStartInfo(Environment.ProcessPath!, isHost ? Environment.GetCommandLineArgs() : Environment.GetCommandLineArgs().Skip(1)) { UseShellExecute = false };
        foreach (var (name, value) in Steady) start.Environment[name] = value;
        using var again = Process.Start(start)!;
        await again.WaitForExitAsync();
        return again.ExitCode;
    }
}
