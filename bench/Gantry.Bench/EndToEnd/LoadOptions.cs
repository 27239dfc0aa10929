using System.CommandLine;

namespace Gantry.Bench.EndToEnd;

/// <summary>Bounds and targets of a load run.</summary>
internal sealed record LoadOptions
{
    /// <summary>The gateway to start, as a <c>.dll</c> or an executable.</summary>
    public required string Gantry { get; init; }

    /// <summary>True to load the simulator alone: the rig's own floor.</summary>
    public required bool DirectOnly { get; init; }

    /// <summary>True to hold a priced model against a free one, and nothing else.</summary>
    public required bool BillingOnly { get; init; }

    /// <summary>Longest time of one stage.</summary>
    public required TimeSpan Stage { get; init; }

    /// <summary>Most requests of one stage.</summary>
    public required int Requests { get; init; }

    /// <summary>Requests under way at a time.</summary>
    public required int Connections { get; init; }

    /// <summary>Paced streams under way at a time, when the delay of events is measured.</summary>
    public required int Streams { get; init; }

    public static Task<int> ParseAsync(string[] args, TextWriter output, TextWriter error, Func<LoadOptions, CancellationToken, Task<int>> run)
    {
        var gantry = new Option<string>("--gantry")
        {
            Description = "gateway to start (.dll or executable)",
            DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "gantry.dll"),
        };
        var direct = new Option<bool>("--direct") { Description = "load the simulator alone" };
        var billing = new Option<bool>("--billing") { Description = "only hold a priced model against a free one" };
        var seconds = Number("--seconds", "longest time of one stage", 3);
        var requests = Number("--requests", "most requests of one stage", 5_000);
        var connections = Number("--connections", "requests under way at a time", 16);
        var streams = Number("--streams", "paced streams under way at a time", 50);
        var command = new RootCommand("Starts gantry and the simulator, drives requests in four protocols over loopback, prints what they cost.")
        {
            gantry, direct, billing, seconds, requests, connections, streams,
        };
        command.SetAction((parsed, cancellation) => run(
            new LoadOptions
            {
                Gantry = Path.GetFullPath(parsed.GetRequiredValue(gantry)),
                DirectOnly = parsed.GetValue(direct),
                BillingOnly = parsed.GetValue(billing),
                Stage = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Requests = parsed.GetValue(requests),
                Connections = parsed.GetValue(connections),
                Streams = parsed.GetValue(streams),
            },
            cancellation));
        return command.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
    }

    static Option<int> Number(string name, string description, int value)
    {
        var option = new Option<int>(name) { Description = $"{description} [{value}]", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out var number) || number is < 1 or > 100_000))
            {
                result.AddError($"{name} takes a number from 1 to 100000.");
            }
        });
        return option;
    }
}
