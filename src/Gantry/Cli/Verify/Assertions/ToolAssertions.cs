using Gantry.Cli.Verify.Dialects;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>Tool calls, in every protocol.</summary>
internal static class ToolAssertions
{
    public static IEnumerable<Assertion> For(Dialect dialect) =>
    [
        new("tool.whole", Level.Must, "A forced tool call comes back as one", "Agents do nothing without tools.",
            Check.That(
                (probe, cancellation) => probe.ToolAsync(cancellation),
                (_, answer) => Faults.Json(answer) ?? Faults.Tool(dialect, dialect.Tool(answer.Json)))),
        new("tool.stream", Level.Must, "A forced tool call streams as one", "Agents stream, and join the arguments from fragments.",
            Check.That(
                (probe, cancellation) => probe.ToolStreamAsync(cancellation),
                (_, answer) => Faults.Stream(answer) ?? Faults.Tool(dialect, dialect.Read(answer.Frames).Tool))),
        new("tool.result", Level.Must, "The turn with the tool's result is accepted",
            "An agent's second request is always one.", AnswerAsync),
    ];

    private static async Task<Verdict> AnswerAsync(Probe probe, CancellationToken cancellation)
    {
        var call = await probe.ToolAsync(cancellation);
        if (call.Json is not { } turn || probe.Dialect.Tool(turn) is null)
            return Verdict.Skip("no tool call came back that could be answered");
        var answer = await probe.SendAsync(probe.Dialect.Request(probe.Dialect.AnswerTool(turn), stream: false), cancellation);
        // What the model says then is its own affair: it may even call again.
        return new Verdict(Faults.Json(answer), answer);
    }
}
