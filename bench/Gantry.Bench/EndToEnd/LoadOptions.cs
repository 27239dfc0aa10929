using System.CommandLine;
using System.CommandLine.Parsing;

namespace Gantry.Bench.EndToEnd;

/// <summary>Bounds and targets of a load run.</summary>
internal sealed record LoadOptions
{
    private const int MostRounds = 20;
    private const int MostSeconds = 60;

    /// <summary>The gateway to start, as a <c>.dll</c> or an executable; null to publish this checkout's.</summary>
    public required string? Gantry { get; init; }

    /// <summary>Names of <see cref="Target.Names"/>.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    public required IReadOnlyList<Stage> Stages { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Length of most stages.</summary>
    public required double Seconds { get; init; }

    /// <summary>A file for the tables, or null.</summary>
    public required string? Out { get; init; }

    public required bool Pins { get; init; }

    public static Task<int> ParseAsync(string[] args, TextWriter output, TextWriter error, Func<LoadOptions, CancellationToken, Task<int>> run)
    {
        var gantry = new Option<string?>("--gantry") { Description = "gateway to measure (.dll or executable); otherwise this checkout is published" };
        var targets = List("--targets", string.Join(',', Target.Names), "some of them", static name => Target.Names.Contains(name));
        var stages = List(
            "--stages", "all", "names, KIND/*, or the groups main, protocols, translate, slow, all; they are " + string.Join(' ', EndToEnd.Stages.All.Select(static stage => stage.Name)),
            static asked => EndToEnd.Stages.All.Any(stage => EndToEnd.Stages.Matches(stage, asked)));
        var rounds = Number("--rounds", "how often everything is measured", 5, MostRounds);
        var seconds = Number("--seconds", "length of most stages", 3, MostSeconds);
        var file = new Option<string?>("--out") { Description = "file for the tables, as Markdown" };
        var free = new Option<bool>("--no-pin") { Description = "leave the processes on any core" };
        var command = new RootCommand("Gantry as it is published, and bare proxies beside it, between one load generator and one scripted provider on loopback.")
        {
            targets, stages, rounds, seconds, file, gantry, free,
        };
        command.SetAction((parsed, cancellation) => run(
            new LoadOptions
            {
                Gantry = parsed.GetValue(gantry) is { } given ? Path.GetFullPath(given) : null,
                Targets = [.. Target.Names.Where(parsed.GetRequiredValue(targets).Split(',').Contains)],
                Stages = [.. EndToEnd.Stages.All.Where(stage => parsed.GetRequiredValue(stages).Split(',').Any(asked => EndToEnd.Stages.Matches(stage, asked)))],
                Rounds = parsed.GetValue(rounds),
                Seconds = parsed.GetValue(seconds),
                Out = parsed.GetValue(file) is { } to ? Path.GetFullPath(to) : null,
                Pins = !parsed.GetValue(free),
            },
            cancellation));
        return command.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
    }

    private static Option<string> List(string name, string value, string description, Func<string, bool> isKnown)
    {
        var option = new Option<string>(name) { Description = $"{description} [{value}]", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            foreach (string unknown in Tokens(result).Where(one => !isKnown(one))) result.AddError($"{name}: there is no '{unknown}'.");
        });
        return option;
    }

    private static string[] Tokens(OptionResult result) => result.Tokens.Count > 0 ? result.Tokens[0].Value.Split(',') : [];

    private static Option<int> Number(string name, string description, int value, int most)
    {
        var option = new Option<int>(name) { Description = $"{description} [{value}]", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int number) || number < 1 || number > most)) result.AddError($"{name} takes a number from 1 to {most}.");
        });
        return option;
    }
}
