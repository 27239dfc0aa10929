using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Gantry.Bench;
using Gantry.Bench.BytePaths;
using Gantry.Bench.Capacity;
using Gantry.Bench.EndToEnd;
using Gantry.Bench.Growth;
using Gantry.Bench.Settling;

switch (args)
{
    case ["--check", .. var rest]:
        return await AllocationCheck.RunAsync(rest, Console.Out);
    case ["--times", .. var prefix]:
        return await TimeTable.RunAsync(prefix is [var first] ? first : "", Console.Out);
    case ["--steps", var client, var spoken]:
        return await StepTable.RunAsync(client, spoken, Console.Out);
    case ["e2e", .. var rest]:
        return await LoadRun.RunAsync(rest, Console.Out, Console.Error);
    case ["grow" or "grow-host" or "starts" or "streams", ..]:
        return await GrowthCommands.RunAsync(args, Console.Out, Console.Error);
    case ["settle", .. var rest]:
        return await SettleRun.RunAsync(rest, Console.Out);
    case ["settle-node", var wallet, var seconds, var rate]:
        return await SettleNode.RunAsync(Guid.Parse(wallet), int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture), int.Parse(rate, System.Globalization.CultureInfo.InvariantCulture), Console.Out);
    case ["capacity", .. var rest]:
        return CapacityTables.Run(rest, Console.Out, Console.Error);
    case []:
        await Console.Error.WriteLineAsync(
            """
            --filter PATTERN [BenchmarkDotNet options]   time and allocation of the byte paths, e.g. --filter *
            --check [PREFIX] [--write]                   allocation against bench/limits.json; exit 1 where it is 5 % over; --write writes down what is measured
            --times [PREFIX]                             least time of the paths of that name, or of all that have a bar; exit 1 over the bar
            --steps CLIENT UPSTREAM                      what each step of translating a long request costs, e.g. --steps chat messages
            settle [SECONDS [PROCESSES [RATE]]]          several processes settle against one wallet in the PostgreSQL of GANTRY_DATABASE
            capacity [options]                           several servers on one database, simulated with measured times
            grow [options]                               what a request costs beside 10 to 100,000 keys, 2,000 models, 1,000 deployments
            starts [options]                             how soon a started gateway is ready, and its first request
            streams [options]                            what 5,000 slow streams hold of its memory
            e2e [options]                                load on a published gateway beside bare proxies; e2e --help lists the options
            """);
        return 2;
    default:
        // In process: the generated projects of the other toolchains do not build below a shared artifacts folder.
        var config = DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(40))
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "reports"));
        BenchmarkSwitcher.FromTypes([typeof(BytePathBenchmark)]).Run(args, config);
        return 0;
}
