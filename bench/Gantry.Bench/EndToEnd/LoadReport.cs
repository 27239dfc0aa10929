using System.Globalization;
using System.Text;

namespace Gantry.Bench.EndToEnd;

/// <summary>The figures of a run as tables of Markdown.</summary>
internal static class LoadReport
{
    public static string Write(LoadResults results, IReadOnlyList<string> targets)
    {
        var text = new StringBuilder();
        foreach (var stage in Stages.All.Where(stage => targets.Any(target => results.Of(stage.Name, target).Count > 0) && !stage.IsForGateway)) Table(text, results, stage, targets);
        Lanes(text, results);
        text.Append("\n## Bars\n\n| stage | figure | bar | stretch | measured | |\n|---|---|---|---|---|---|\n");
        foreach (var bar in Bars.All) text.Append(bar.Row(results)).Append('\n');
        return text.ToString();
    }

    private static void Table(StringBuilder text, LoadResults results, Stage stage, IReadOnlyList<string> targets)
    {
        text.Append($"\n### {stage.Name}: {stage.About}\n\n");
        string unit = stage.Kind == StageKind.Whole ? "request" : "event";
        var columns = Columns(stage, unit);
        text.Append("| target | ").AppendJoin(" | ", columns.Select(static column => column.Name)).Append(" |\n|---|").Append(string.Concat(columns.Select(static _ => "---|"))).Append('\n');
        foreach (string target in targets.Where(target => results.Of(stage.Name, target).Count > 0))
        {
            text.Append($"| {target} | ").AppendJoin(" | ", columns.Select(column => column.Value(results, target))).Append(" |\n");
        }

        Faults(text, results, stage, targets);
    }

    private static List<(string Name, Func<LoadResults, string, string> Value)> Columns(Stage stage, string unit)
    {
        string of = stage.Name;
        List<(string, Func<LoadResults, string, string>)> columns =
        [
            ($"{unit}s/s (min–max)", (run, target) => Spread(run.Of(of, target).Select(static one => one.PerSecond))),
            ("/ nginx", (run, target) => Number(run.Ratio(of, target, of, Target.Nginx, static one => one.PerSecond), "f2")),
            ("/ yarp", (run, target) => Number(run.Ratio(of, target, of, Target.Yarp, static one => one.PerSecond), "f2")),
            ($"CPU µs/{unit}", Median(of, static one => one.Cpu, "f2")),
            ("CPU / nginx", (run, target) => Number(run.Ratio(of, target, of, Target.Nginx, static one => one.Cpu), "f2")),
            ("CPU / yarp", (run, target) => Number(run.Ratio(of, target, of, Target.Yarp, static one => one.Cpu), "f2")),
            ("cores", Median(of, static one => one.CoresUsed, "f2")),
            (stage.Events > 0 ? "transit p50 ms" : "p50 ms", Median(of, static one => one.P50, "f3")),
            (stage.Events > 0 ? "transit p99 ms" : "p99 ms", Median(of, static one => one.P99, "f3")),
            ("added p50", Added(of, static one => one.P50)),
            ("added p99", Added(of, static one => one.P99)),
            ("TTFT p50 ms", Median(of, static one => one.First50, "f2")),
            ("TTFT p99 ms", Median(of, static one => one.First99, "f2")),
            ("KiB/stream", Median(of, static one => one.PerStream, "f1")),
            ("peak MiB", Median(of, static one => one.Peak, "f0")),
            ("failed", (run, target) => run.Of(of, target).Sum(static one => one.Failed).ToString(CultureInfo.InvariantCulture)),
        ];
        if (stage.Kind != StageKind.Memory) columns.RemoveAll(static column => column.Item1 == "KiB/stream");
        if (stage.Events == 0) columns.RemoveAll(static column => column.Item1.StartsWith("TTFT", StringComparison.Ordinal));
        return columns;
    }

    // What only Gantry can do, against what it does without: its own relay lane.
    private static void Lanes(StringBuilder text, LoadResults results)
    {
        var lanes = Stages.All.Where(stage => stage.IsForGateway && results.Of(stage.Name, Target.Gantry).Count > 0).ToList();
        if (lanes.Count == 0) return;
        text.Append("\n### Gantry alone: translated, and without a price\n\nEach against the same load of the same client in the relay lane.\n\n")
            .Append("| stage | per second (min–max) | / relayed | CPU µs | CPU / relayed | p50 ms | p99 ms | peak MiB | failed |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var stage in lanes)
        {
            string of = stage.Name, relayed = Bars.Relayed(stage);
            string Against(Func<StageFigures, double> figure) => Number(results.Ratio(of, Target.Gantry, relayed, Target.Gantry, figure), "f2");
            text.Append($"| {of} | {Spread(results.Of(of, Target.Gantry).Select(static one => one.PerSecond))} | {Against(static one => one.PerSecond)} | ")
                .Append($"{Median(of, static one => one.Cpu, "f2")(results, Target.Gantry)} | {Against(static one => one.Cpu)} | ")
                .Append($"{Median(of, static one => one.P50, "f3")(results, Target.Gantry)} | {Median(of, static one => one.P99, "f3")(results, Target.Gantry)} | ")
                .Append($"{Median(of, static one => one.Peak, "f0")(results, Target.Gantry)} | {results.Of(of, Target.Gantry).Sum(static one => one.Failed)} |\n");
        }

        foreach (var stage in lanes) Faults(text, results, stage, [Target.Gantry]);
    }

    private static void Faults(StringBuilder text, LoadResults results, Stage stage, IReadOnlyList<string> targets)
    {
        foreach (string target in targets)
        {
            if (results.Of(stage.Name, target).FirstOrDefault(static one => one.Fault is not null) is { } failed) text.Append($"\n{stage.Name}, {target}, first failure: {failed.Fault}\n");
        }
    }

    private static Func<LoadResults, string, string> Median(string stage, Func<StageFigures, double> figure, string format) =>
        (run, target) => Number(run.Median(stage, target, figure), format);

    private static Func<LoadResults, string, string> Added(string stage, Func<StageFigures, double> figure) =>
        (run, target) => target == Target.Direct ? "" : Number(run.Added(stage, target, figure), "f3");

    private static string Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return $"{LoadResults.Median(all):f0} ({all.Min():f0}–{all.Max():f0})";
    }

    private static string Number(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "–";
}
