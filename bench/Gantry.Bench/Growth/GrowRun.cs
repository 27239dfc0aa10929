using System.CommandLine;
using System.Globalization;

namespace Gantry.Bench.Growth;

/// <summary>What a relayed request costs beside small and large catalogues: every size grows alone, and is held against the smallest of all.</summary>
internal sealed class GrowRun(TimeSpan stage, int rows, TextWriter output)
{
    const double MostCpu = 1.5;
    const double MostAllocation = 1.2;
    const int Rate = 200;
    const int KeysAtWork = 100;

    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var seconds = new Option<int>("--seconds") { Description = "length of one measurement, of which there are three for each size", DefaultValueFactory = _ => 5 };
        var rows = new Option<int>("--rows") { Description = "most usage records, up to 10,000,000: those take minutes to write", DefaultValueFactory = _ => 1_000_000 };
        var only = new Option<string?>("--only") { Description = "keys, models, deployments or rows" };
        var command = new RootCommand("Serves from data folders of growing size and tells what a request costs: exit 1 where the largest costs too much more than the smallest.") { seconds, rows, only };
        command.SetAction((parsed, cancellation) => new GrowRun(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rows), output).RunAsync(parsed.GetValue(only), cancellation));
        return command.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
    }

    async Task<int> RunAsync(string? only, CancellationToken cancellation)
    {
        var least = GrowthSize.Least;
        (string Name, GrowthSize[] Sizes)[] all =
        [
            ("keys", [least with { Keys = 1_000 }, least with { Keys = 100_000 }]),
            ("models", [least with { Models = 200 }, least with { Models = 2_000 }]),
            ("deployments", [least with { Deployments = 16 }, least with { Deployments = 100 }, least with { Deployments = 1_000 }]),
            ("rows", [least with { Rows = rows / 10 }, least with { Rows = rows }]),
        ];
        await output.WriteLineAsync("| keys | models | deployments | usage rows | CPU µs a request | bytes a request | p50 ms | p99 ms | CPU / least | bytes / least | apply and start ms | start ms | heap MiB | edit ms | reload ms | CPU ms of both | p99 ms beside an edit |");
        await output.WriteLineAsync("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        var first = await MeasureAsync(least, null, cancellation);
        var tooMuch = false;
        foreach (var (name, sizes) in all)
        {
            if (only is not null && only != name) continue;
            foreach (var size in sizes)
            {
                var result = await MeasureAsync(size, first, cancellation);
                if (size == sizes[^1]) tooMuch |= result.Cpu > MostCpu * first.Cpu || result.Allocated > MostAllocation * first.Allocated;
            }
        }

        if (tooMuch) await output.WriteLineAsync($"\nToo much: at most {MostCpu} times the processor and {MostAllocation} times the memory of the smallest.");
        return tooMuch ? 1 : 0;
    }

    async Task<Cost> MeasureAsync(GrowthSize size, Cost? least, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("gantry-grow-");
        try
        {
            using var upstream = new PacedUpstream(1, TimeSpan.Zero);
            var (file, data) = (Path.Combine(folder.FullName, "gantry.yaml"), Path.Combine(folder.FullName, "data"));
            await File.WriteAllTextAsync(file, size.Yaml(upstream.Address), cancellation);
            double applied;
            using (var filling = await GrownGateway.StartAsync(data, file))
            {
                applied = filling.StartMillis;
                if (size.Rows > 0) await new SteadyLoad(filling.Address, Requests(size), Rate).RunAsync(TimeSpan.FromSeconds(2), cancellation);
            }

            if (size.Rows > 0) await UsageFilling.FillAsync(Path.Combine(data, "gantry.db"), size.Rows, cancellation);
            using var gateway = await GrownGateway.StartAsync(data, null);
            var heap = await gateway.HeapAsync();
            var load = new SteadyLoad(gateway.Address, Requests(size), Rate);
            await load.RunAsync(stage, cancellation);
            var (cost, times) = (new Cost(double.MaxValue, double.MaxValue), new List<double>());
            for (var round = 0; round < 3; round++)
            {
                var before = await gateway.StateAsync();
                var took = await load.RunAsync(stage, cancellation);
                var after = await gateway.StateAsync();
                // What else runs on the machine only ever adds.
                cost = new Cost(Math.Min(cost.Cpu, (after.CpuMicros - before.CpuMicros) / took.Count), Math.Min(cost.Allocated, (after.Allocated - before.Allocated) / took.Count));
                if (times.Count == 0 || SteadyLoad.Percentile(took, 0.99) < SteadyLoad.Percentile(times, 0.99)) times = took;
            }

            var (edit, reload, work) = (double.MaxValue, double.MaxValue, double.MaxValue);
            for (var round = 0; round < 3; round++)
            {
                var (took, until, cpu) = await gateway.EditAsync();
                (edit, reload, work) = (Math.Min(edit, took), Math.Min(reload, until), Math.Min(work, cpu));
            }

            var beside = load.RunAsync(TimeSpan.FromSeconds(4), cancellation);
            await gateway.EditAsync();

            least ??= cost;
            var felt = SteadyLoad.Percentile(await beside, 0.99);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {size} | {cost.Cpu:F0} | {cost.Allocated:F0} | {SteadyLoad.Percentile(times, 0.5):F2} | {SteadyLoad.Percentile(times, 0.99):F2} | {cost.Cpu / least.Cpu:F2} | {cost.Allocated / least.Allocated:F2} | {applied:F0} | {gateway.StartMillis:F0} | {heap / 1048576:F1} | {edit:F0} | {reload:F0} | {work:F0} | {felt:F1} |"));
            await output.FlushAsync(cancellation);
            return cost;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static List<byte[]> Requests(GrowthSize size) => [.. size.SomeKeys(KeysAtWork).Select(key => RawClient.Request(Dialect.All[0], key, GrowthSize.Model, stream: false))];

    sealed record Cost(double Cpu, double Allocated);
}
