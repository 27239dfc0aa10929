using System.ComponentModel;
using System.Globalization;
using System.Net.Sockets;
using Gantry.Bench.Wire;

namespace Gantry.Bench.EndToEnd;

/// <summary>The load run: in each round every stage on every target, one target right after the other.</summary>
/// <remarks>A round starts its targets anew: what code a process settled on and where its heap grew is luck, and belongs into the spread.</remarks>
internal sealed class LoadRun(LoadOptions options, TextWriter output)
{
    private readonly LoadResults _results = new();

    /// <returns>0, or 1 when a request failed, a server did not start or ended by itself.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error) => LoadOptions.ParseAsync(args, output, error, async (options, cancellation) =>
    {
        if (!OperatingSystem.IsLinux())
        {
            await error.WriteLineAsync("The load run needs Linux: its sockets are polled by epoll, its figures come from /proc.");
            return 1;
        }

        try
        {
            return await new LoadRun(options, output).RunAsync(cancellation);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception or SocketException)
        {
            await error.WriteLineAsync(fault.Message);
            return 1;
        }
    });

    private async Task<int> RunAsync(CancellationToken cancellation)
    {
        using var loop = new WireLoop();
        using var provider = new ScriptedProvider(loop);
        RigCheck.Run(loop, provider);
        var (proxies, targets) = await Proxies.PrepareAsync(options, provider.Port, output, cancellation);
        // Afterwards: what is built may use every core.
        var cores = await Cores.TakeAsync(options.Pins, cancellation);
        await output.WriteLineAsync(cores.Told);
        bool isBroken = false;
        try
        {
            for (int round = 0; round < options.Rounds; round++) await RoundAsync(round, targets, proxies, cores, new StageRunner(loop, provider, options.Seconds), cancellation);
        }
        catch (Exception fault) when (fault is InvalidOperationException or SocketException)
        {
            // What was measured until then is told.
            isBroken = true;
            await output.WriteLineAsync(fault.Message);
        }

        await TellAsync(targets, cores, cancellation);
        return isBroken || _results.Failed > 0 ? 1 : 0;
    }

    private async Task RoundAsync(int round, IReadOnlyList<string> targets, Proxies proxies, Cores cores, StageRunner runner, CancellationToken cancellation)
    {
        await output.WriteLineAsync($"round {round + 1} of {options.Rounds}");
        var running = new List<Target>();
        try
        {
            for (int at = 0; at < targets.Count; at++)
            {
                running.Add(await proxies.StartAsync(targets[(round + at) % targets.Count], cores, cancellation));
                runner.Warm(running[^1], options.Stages.Where(stage => IsFor(stage, running[^1])));
            }

            foreach (var stage in options.Stages)
            {
                foreach (var target in running.Where(target => IsFor(stage, target)))
                {
                    cancellation.ThrowIfCancellationRequested();
                    var figures = stage.Kind == StageKind.Memory ? await FreshAsync(stage, target.Name, proxies, cores, runner, cancellation) : runner.Measure(stage, target);
                    _results.Add(stage.Name, target.Name, figures);
                    await output.WriteLineAsync(string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {stage.Name,-26} {target.Name,-7} {figures.PerSecond,10:f0}/s  CPU {figures.Cpu,8:f2} us  p50 {figures.P50,8:f3}  p99 {figures.P99,8:f3} ms  peak {figures.Peak,5:f0} MiB  failed {figures.Failed}  others {figures.Others:f2}{(figures.Fault is null ? "" : "  " + figures.Fault)}"));
                    if (target.Process is { HasEnded: true }) throw new InvalidOperationException($"{target.Name} has ended:\n{target.Process.LastWords()}");
                }
            }
        }
        finally
        {
            foreach (var target in running) target.Dispose();
        }
    }

    // What earlier stages have left in a heap would hide what streams take of it.
    private static async Task<StageFigures> FreshAsync(Stage stage, string name, Proxies proxies, Cores cores, StageRunner runner, CancellationToken cancellation)
    {
        using var fresh = await proxies.StartAsync(name, cores, cancellation);
        runner.Measure(stage with { Connections = 10, Events = 5, Interval = 50, Ramp = 0 }, fresh);
        return runner.Measure(stage, fresh);
    }

    private static bool IsFor(Stage stage, Target target) =>
        stage.IsForGateway ? target.Name == Target.Gantry : stage.Kind != StageKind.Memory || target.Process is not null;

    private async Task TellAsync(IReadOnlyList<string> targets, Cores cores, CancellationToken cancellation)
    {
        double[] others = [.. _results.All.Select(static figures => figures.Others)];
        if (others.Length == 0) return;
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"{(options.Rounds == 1 ? "One round" : $"{options.Rounds} rounds, medians; ratios are medians of the ratios of each round")}. {cores.Told} What else ran on the machine used {LoadResults.Median(others):f2} cores in the median stage, {others.Max():f2} in the worst.\n");
        string tables = head + LoadReport.Write(_results, targets);
        await output.WriteLineAsync(tables);
        if (options.Out is not null) await File.WriteAllTextAsync(options.Out, tables, cancellation);
    }
}
