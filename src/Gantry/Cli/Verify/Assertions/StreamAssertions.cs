using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>Streamed answers, in every protocol.</summary>
internal static class StreamAssertions
{
    /// <summary>Below this a stream is too quick for its pace to be judged.</summary>
    private static readonly TimeSpan Judgeable = TimeSpan.FromMilliseconds(200);

    /// <summary>All events within this at the end of a longer wait: something held them back.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<Assertion> For(Dialect dialect) =>
    [
        new("stream.type", Level.Must, "A stream is text/event-stream and not compressed",
            "SDKs choose their reader by the type; a compressor holds events back.",
            Streamed(TypeFault)),
        new("stream.order", Level.Must, "Events come in the order of the protocol's grammar",
            "SDK accumulators throw on, or silently lose, what comes out of order.",
            Streamed(answer => dialect.Read(answer.Frames).OrderFault)),
        new("stream.flow", Level.Must, "The first event comes before the last is ready",
            "A buffered stream looks frozen, and the SDKs' own stream tests fail.", FlowAsync),
        new("stream.end", Level.Must, "The stream ends with the protocol's terminal event",
            "Clients reconnect or report a broken stream without it.",
            Streamed(answer => dialect.Read(answer.Frames).EndFault)),
        new("stream.text", Level.Must, "The deltas join to a text", "The deltas are all that a streaming client shows.",
            Streamed(answer => Faults.Text(dialect.Read(answer.Frames).Text))),
        new("stream.usage", Level.Must, "A stream tells plausible usage", "Clients compact their context and count cost by it.",
            Streamed(answer => Faults.Usage(dialect.Read(answer.Frames).Usage))),
        new("stream.accept", Level.Must, "A stream is served although the client accepts JSON",
            "Most SDKs send Accept: application/json even when they ask for a stream.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(JsonAccepting(dialect), cancellation),
                (_, answer) => Faults.Stream(answer))),
    ];

    private static Func<Probe, CancellationToken, Task<Verdict>> Streamed(Func<Answer, string?> fault) =>
        Check.That((probe, cancellation) => probe.StreamAsync(cancellation), (_, answer) => Faults.Stream(answer) ?? fault(answer));

    private static Call JsonAccepting(Dialect dialect) =>
        dialect.Request(dialect.Ask("Say OK."), stream: true).WithHeader("accept", "application/json");

    private static string? TypeFault(Answer answer) =>
        answer.MediaType != "text/event-stream" ? $"content-type is \"{answer.MediaType}\", expected text/event-stream"
        : answer.Header("content-encoding") is not ("" or "identity") ? $"content-encoding is {answer.Header("content-encoding")}"
        : null;

    private static async Task<Verdict> FlowAsync(Probe probe, CancellationToken cancellation)
    {
        var answer = await probe.StreamAsync(cancellation);
        if (Faults.Stream(answer) is { } fault) return new Verdict(fault, answer);
        var (first, last) = (answer.Frames[0].At, answer.Frames[^1].At);
        if (last < Judgeable) return Verdict.Skip($"the stream took {last.TotalMilliseconds:0} ms in all, too short to judge its pace");
        var spread = last - first;
        if (spread >= AtOnce || spread >= last / 10) return new Verdict(null, answer);
        var held = $"all {answer.Frames.Count} events came within {spread.TotalMilliseconds:0} ms";
        return new Verdict($"{held}, after {first.TotalMilliseconds:0} ms of silence", answer);
    }
}
