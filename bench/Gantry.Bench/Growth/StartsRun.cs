using System.CommandLine;
using System.Globalization;

namespace Gantry.Bench.Growth;

/// <summary>How soon a started gateway is ready, and what its first request waits beside one of a gateway that has run for a while: each on a connection of its own.</summary>
internal sealed class StartsRun(string gantry, int starts, TimeSpan after, TextWriter output)
{
    const int Discarded = 100;
    const int Warm = 200;

    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var gantry = new Option<string>("--gantry") { Description = "gateway to start (.dll or executable)", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "gantry.dll") };
        var starts = new Option<int>("--starts") { Description = "starts for each protocol and kind of answer", DefaultValueFactory = _ => 20 };
        var after = new Option<int>("--after") { Description = "milliseconds from taking connections to the first request", DefaultValueFactory = _ => 0 };
        var only = new Option<string?>("--only") { Description = "one protocol, such as chat" };
        var command = new RootCommand("Starts gantry again and again and times its first request.") { gantry, starts, after, only };
        command.SetAction((parsed, cancellation) =>
            new StartsRun(Path.GetFullPath(parsed.GetRequiredValue(gantry)), parsed.GetValue(starts), TimeSpan.FromMilliseconds(parsed.GetValue(after)), output).RunAsync(parsed.GetValue(only), cancellation));
        return command.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
    }

    async Task<int> RunAsync(string? only, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("gantry-starts-");
        try
        {
            using var simulator = await GatewayProcess.StartAsync(gantry, ["simulator"], cancellation, asks: false);
            var file = Path.Combine(folder.FullName, "gantry.yaml");
            await File.WriteAllTextAsync(file, GrowthFile.Yaml(simulator.Address, simulator.Address), cancellation);
            string[] serve = ["serve", "--config", file, "--data", Path.Combine(folder.FullName, "data")];
            // Makes the data folder, and wakes the simulator.
            foreach (var dialect in Dialect.All)
                foreach (var stream in new[] { false, true }) await MeasureAsync(serve, dialect, stream, 1, cancellation);
            await output.WriteLineAsync("| protocol | answer | ready ms (median) | ready ms (worst) | first ms (median) | first ms (worst) | warm ms (median) | first / warm |");
            await output.WriteLineAsync("|---|---|---|---|---|---|---|---|");
            var slow = false;
            foreach (var dialect in Dialect.All.Where(d => only is null || d.Name == only))
            {
                foreach (var stream in new[] { false, true })
                {
                    var (ready, first, warm) = await MeasureAsync(serve, dialect, stream, starts, cancellation);
                    var ratio = Median(first) / Median(warm);
                    slow |= ratio > 2 || Median(ready) > 800;
                    await output.WriteLineAsync(string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {dialect.Name} | {(stream ? "streamed" : "whole")} | {Median(ready):F0} | {ready.Max():F0} | {Median(first):F2} | {first.Max():F2} | {Median(warm):F2} | {ratio:F1} |"));
                }
            }

            return slow ? 1 : 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    async Task<(List<double> Ready, List<double> First, List<double> Warm)> MeasureAsync(string[] serve, Dialect dialect, bool stream, int times, CancellationToken cancellation)
    {
        var request = RawClient.Request(dialect, GrowthFile.Key, stream ? GrowthFile.Streamed : GrowthFile.Whole, stream);
        var (ready, first, warm) = (new List<double>(), new List<double>(), new List<double>());
        for (var start = 0; start < times; start++)
        {
            using var gateway = await GatewayProcess.StartAsync(gantry, serve, cancellation, asks: false);
            if (after > TimeSpan.Zero) await Task.Delay(after, TimeProvider.System, cancellation);
            first.Add(await AskAsync(gateway, request, cancellation));
            ready.Add(gateway.ToReady.TotalMilliseconds);
            if (start < times - 1) continue;
            for (var number = 0; number < Discarded + Warm; number++)
            {
                var took = await AskAsync(gateway, request, cancellation);
                if (number >= Discarded) warm.Add(took);
            }
        }

        return (ready, first, warm);
    }

    static async Task<double> AskAsync(GatewayProcess gateway, byte[] request, CancellationToken cancellation)
    {
        using var client = await RawClient.ConnectAsync(gateway.Address, cancellation);
        return (await client.AskAsync(request, cancellation)).TotalMilliseconds;
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
