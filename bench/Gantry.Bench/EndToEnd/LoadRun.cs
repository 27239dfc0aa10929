namespace Gantry.Bench.EndToEnd;

/// <summary>The load run: simulator and gateway as processes of their own, the same stages against each, one table.</summary>
internal sealed class LoadRun(LoadOptions options, TextWriter output) : IDisposable
{
    readonly LoadClient _client = new();
    int _failed;

    /// <returns>0, or 1 when a request failed or a server did not start.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error) => LoadOptions.ParseAsync(args, output, error, async (options, cancellation) =>
    {
        using var run = new LoadRun(options, output);
        try
        {
            return await run.RunAsync(cancellation);
        }
        catch (InvalidOperationException fault)
        {
            await error.WriteLineAsync(fault.Message);
            return 1;
        }
    });

    public void Dispose() => _client.Dispose();

    async Task<int> RunAsync(CancellationToken cancellation)
    {
        var data = Directory.CreateTempSubdirectory("gantry-load-");
        await using var metronome = await Metronome.StartAsync();
        try
        {
            using var simulator = await ChildProcess.StartAsync(options.Gantry, ["simulator"], cancellation);
            var direct = new LoadTarget("direct", simulator.Address, metronome.Address, "upstream-key-of-the-load-run", LoadModels.Upstream, simulator);
            if (options.DirectOnly)
            {
                await MeasureAsync([direct], cancellation);
                return _failed > 0 ? 1 : 0;
            }

            var file = Path.Combine(data.FullName, "gantry.yaml");
            await File.WriteAllTextAsync(file, LoadConfiguration.Yaml(simulator.Address, metronome.Address), cancellation);
            using var gateway = await ChildProcess.StartAsync(
                options.Gantry, ["serve", "--config", file, "--data", Path.Combine(data.FullName, "data")], cancellation);
            var priced = new LoadTarget("gantry", gateway.Address, gateway.Address, LoadConfiguration.Key, LoadModels.Public, gateway);
            if (options.BillingOnly)
            {
                // The free model first and last: what warms up is not to look like what is cheap.
                var free = priced with { Name = "free", Models = LoadModels.Free };
                await MeasureRequestsAsync([free, priced, priced, free], cancellation);
                return _failed > 0 ? 1 : 0;
            }

            await MeasureAsync([direct, priced], cancellation);
            return _failed > 0 ? 1 : 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    async Task MeasureAsync(LoadTarget[] targets, CancellationToken cancellation)
    {
        await MeasureRequestsAsync(targets, cancellation);
        await MeasureEventsAsync(targets, cancellation);
    }

    async Task MeasureRequestsAsync(LoadTarget[] targets, CancellationToken cancellation)
    {
        await output.WriteLineAsync("CPU and RSS: of the simulator in direct rows, of the gateway in gantry rows. The load generator shares the machine.");
        await output.WriteLineAsync($"{"protocol",-10} {"answer",-9} {"via",-7} {"requests",9} {"failed",7} {"req/s",9} {"p50 ms",8} {"p99 ms",8} {"CPU us/req",11} {"RSS MiB",8}");
        foreach (var dialect in Dialect.All)
        {
            foreach (var stream in new[] { false, true })
            {
                foreach (var target in targets)
                {
                    await _client.RunAsync(target, dialect, stream, options with { Stage = options.Stage / 3, Requests = options.Requests / 3 }, cancellation);
                    var result = await _client.RunAsync(target, dialect, stream, options, cancellation);
                    await output.WriteLineAsync(
                        $"{dialect.Name,-10} {(stream ? "streamed" : "whole"),-9} {target.Name,-7} {result.Requests,9} {result.Failed,7} {result.PerSecond,9:F0} "
                        + $"{result.Percentile(0.5),8:F2} {result.Percentile(0.99),8:F2} {result.CpuMicros,11:F0} {result.ResidentMiB,8:F0}");
                    await TellAsync(result);
                }
            }
        }

    }

    async Task MeasureEventsAsync(LoadTarget[] targets, CancellationToken cancellation)
    {
        await output.WriteLineAsync();
        await output.WriteLineAsync($"Transit of stream events, {options.Streams} streams of {Metronome.Events} events, one each 20 ms, from write to read. Added delay: gantry less direct.");
        await output.WriteLineAsync($"{"protocol",-10} {"via",-7} {"events",8} {"failed",7} {"p50 ms",8} {"p99 ms",8} {"max ms",8} {"CPU us/event",13} {"RSS MiB",8}");
        foreach (var dialect in Dialect.All)
        {
            foreach (var target in targets)
            {
                await _client.PaceAsync(target, dialect, options with { Streams = 5 }, cancellation);
                var result = await _client.PaceAsync(target, dialect, options, cancellation);
                await output.WriteLineAsync(
                    $"{dialect.Name,-10} {target.Name,-7} {result.Times,8} {result.Failed,7} {result.Percentile(0.5),8:F2} {result.Percentile(0.99),8:F2} "
                    + $"{result.Percentile(1),8:F2} {(target.Address == target.PacedAddress ? result.CpuMicrosPerEvent.ToString("F1") : "-"),13} {result.ResidentMiB,8:F0}");
                await TellAsync(result);
            }
        }
    }

    async Task TellAsync(StageResult result)
    {
        _failed += result.Failed;
        if (result.Fault is not null)
        {
            await output.WriteLineAsync("           first failure: " + result.Fault);
        }
    }
}
