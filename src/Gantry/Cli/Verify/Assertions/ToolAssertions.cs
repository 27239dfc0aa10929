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
                (_, answer) => Faults.Stream(answer) ?? Streamed(dialect.Read(answer.Frames), read => Faults.Tool(dialect, read.Tools is [var first, ..] ? first : null)))),
        new("tool.parallel", Level.Must, "Two tool calls of one answer come back as two",
            "Agents read several files at once; a call that is lost is work that is not done.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(dialect.Request(dialect.AskTools(), stream: false), cancellation),
                (_, answer) => Faults.Json(answer) ?? Faults.Tools(dialect, dialect.Tools(answer.Json)))),
        new("tool.parallel-stream", Level.Must, "Two tool calls of one answer stream as two",
            "Fragments that cannot be told apart join to arguments that nobody can read.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(dialect.Request(dialect.AskTools(), stream: true), cancellation),
                (_, answer) => Faults.Stream(answer) ?? Streamed(dialect.Read(answer.Frames), read => Faults.Tools(dialect, read.Tools)))),
        new("tool.result", Level.Must, "The turn with the tool's result is accepted",
            "An agent's second request is always one.", AnswerAsync),
    ];

    private static string? Streamed(StreamReading reading, Func<StreamReading, string?> fault) => reading.ToolFault ?? fault(reading);

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
