namespace Gantry.Bench.EndToEnd;

/// <summary>What Gantry has to reach, with everything on and its own settings, against bare proxies of the same run (issue 10).</summary>
internal static class Bars
{
    private const double Streams = 5_000;

    /// <remarks>Gateways that are no part of this run have bars as well: `docs/performance.md` names them.</remarks>
    public static IReadOnlyList<Bar> All { get; } =
    [
        new("sat", "requests/s against yarp", 1.8, 2.3, true, run => Against(run, "sat", Target.Yarp, static one => one.PerSecond)),
        new("sat", "CPU a request against nginx", 3.0, 2.2, false, run => Against(run, "sat", Target.Nginx, static one => one.Cpu)),
        new("big", "requests/s against yarp", 0.8, 1.2, true, run => Against(run, "big", Target.Yarp, static one => one.PerSecond)),
        new("r1000", "CPU a request against yarp", 0.5, 0.35, false, run => Against(run, "r1000", Target.Yarp, static one => one.Cpu)),
        new("r1000", "added p99 against yarp", 1.5, 1.0, false, run => AddedAgainst(run, "r1000")),
        new("r5000", "added p99 against yarp", 1.5, 1.0, false, run => AddedAgainst(run, "r5000")),
        new("s1000", "CPU an event against yarp", 0.9, 0.65, false, run => Against(run, "s1000", Target.Yarp, static one => one.Cpu)),
        new("s1000", "added transit p99 against yarp", 1.5, 0.5, false, run => AddedAgainst(run, "s1000")),
        new("s2000", "transit p99 against nginx", 3, 1.5, false, run => Against(run, "s2000", Target.Nginx, static one => one.P99)),
        new("burst", "events/s against yarp", 0.5, 0.9, true, run => Against(run, "burst", Target.Yarp, static one => one.PerSecond)),
        new("s1000", "peak memory against yarp", 1.5, 1.0, false, run => Against(run, "s1000", Target.Yarp, static one => one.Peak)),
        new("s2000", "peak memory against yarp", 1.5, 1.0, false, run => Against(run, "s2000", Target.Yarp, static one => one.Peak)),
        new("all", "failed requests or streams", 0, 0, false, run => run.All.Any() ? run.Failed : double.NaN),
        new("sat, translated", "CPU against the relay lane, worst pair", 1.6, 1.25, false, run => Worst(run, "sat")),
        new("s1000, translated", "CPU against the relay lane, worst pair", 1.6, 1.25, false, run => Worst(run, "s1000")),
        new("burst, translated", "events/s, slowest pair", 400_000, 1_000_000, true, Slowest),
        new("slow5000", $"KiB a stream over the base, {Streams:#,0} streams", 60, 60, false, run => run.Median("slow5000", Target.Gantry, static one => one.PerStream)),
    ];

    private static double Against(LoadResults run, string stage, string other, Func<StageFigures, double> figure) =>
        run.Ratio(stage, Target.Gantry, stage, other, figure);

    // What yarp adds may be nothing that a noisy machine can measure: then there is no ratio.
    private static double AddedAgainst(LoadResults run, string stage) =>
        run.Added(stage, Target.Yarp, static one => one.P99) is > 0 and var yarp ? Math.Max(0, run.Added(stage, Target.Gantry, static one => one.P99)) / yarp : double.NaN;

    /// <summary>Of all pairs of protocols, the dearest, in the relay lane's processor time of the same client.</summary>
    private static double Worst(LoadResults run, string kind) => Translated(run, kind)
        .Select(stage => run.Ratio(stage.Name, Target.Gantry, Relayed(stage), Target.Gantry, static one => one.Cpu))
        .Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();

    private static double Slowest(LoadResults run) => Translated(run, "burst")
        .Select(stage => run.Median(stage.Name, Target.Gantry, static one => one.PerSecond))
        .Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();

    private static IEnumerable<Stage> Translated(LoadResults run, string kind) => Stages.All.Where(stage =>
        stage.Spoken is not null && stage.Name.StartsWith(kind + "/", StringComparison.Ordinal) && run.Of(stage.Name, Target.Gantry).Count > 0);

    /// <summary>The stage of the same client and load whose bytes are relayed.</summary>
    public static string Relayed(Stage translated)
    {
        string kind = translated.Name[..translated.Name.IndexOf('/', StringComparison.Ordinal)];
        return translated.Client == Protocols.Protocol.Chat ? kind : $"{kind}/{translated.Client.ToString().ToLowerInvariant()}";
    }
}
