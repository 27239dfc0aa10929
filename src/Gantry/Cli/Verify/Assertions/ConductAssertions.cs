using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>How a server behaves towards browsers, towards clients that leave, and with secrets, in every protocol.</summary>
internal static class ConductAssertions
{
    private const string Stranger = "https://stranger.example";
    private const long TooMuch = 1L << 40;

    public static IEnumerable<Assertion> For(Dialect dialect) =>
    [
        new("stream.cancel", Level.Must, "The next request is answered although a stream was left",
            "Everybody stops an answer now and then; Codex leaves every stream as soon as it is complete.", LeaveAsync),
        new("error.options", Level.Should, "OPTIONS is answered without a server error", "Browsers and scanners ask before they ask.",
            Check.That(
                (probe, cancellation) => probe.SendAsIsAsync(dialect.ListModels() with { Method = HttpMethod.Options }, cancellation),
                (_, answer) => Faults.Broken(answer) ?? (answer.Status >= 500 ? $"status {answer.Status}" : null))),
        new("cors.off", Level.Should, "Pages of strangers are not allowed in", "A page that a user visits could spend with a key that it finds in the browser.",
            Check.That(
                (probe, cancellation) => probe.SendAsIsAsync(Preflight(dialect), cancellation),
                (_, answer) => Faults.Broken(answer)
                    ?? (answer.Header("access-control-allow-origin") is "*" or Stranger ? "access-control-allow-origin admits any page" : null))),
        new("error.too-large", Level.Should, "A body that is too large is refused with 413 before it is sent",
            "Otherwise a client sends for minutes what nobody will take.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(probe.Short() with { AnnouncedBytes = TooMuch }, cancellation),
                (_, answer) => Faults.Status(answer, 413) ?? Faults.NoError(answer))),
    ];

    /// <summary>Judges all answers so far: these come last.</summary>
    public static IEnumerable<Assertion> Last(Dialect dialect) =>
    [
        new("error.rate-limit", Level.Must, "A request over a limit is refused in the protocol's words, with retry-after",
            "Clients wait as long as they are told, and hammer when they are told nothing.",
            (probe, _) => Task.FromResult(probe.Answers.FirstOrDefault(answer => answer.Status == 429) is { } limited
                ? new Verdict(Faults.Limited(dialect, limited), limited)
                : Verdict.Skip("nothing was over a limit"))),
        new("key.echo", Level.Must, "No answer repeats a key", "Answers are logged, pasted and shown; a key in one of them is a key in all of those places.",
            (probe, _) => Task.FromResult(probe.Answers.Count == 0
                ? Verdict.Skip("nothing was asked")
                : probe.Answers.FirstOrDefault(probe.Repeats) is { } echo ? new Verdict("the answer holds the key that was sent", echo) : new Verdict(null, null))),
    ];

    private static Call Preflight(Dialect dialect) => (dialect.Generate(stream: false) with { Method = HttpMethod.Options })
        .WithHeader("origin", Stranger)
        .WithHeader("access-control-request-method", "POST")
        .WithHeader("access-control-request-headers", "authorization,content-type");

    private static async Task<Verdict> LeaveAsync(Probe probe, CancellationToken cancellation)
    {
        var left = await probe.SendAsync(probe.Dialect.Request(probe.Dialect.Ask(Probe.LongQuestion), stream: true) with { Abandoned = true }, cancellation);
        if (Faults.Status(left, 200) is { } early) return new Verdict(early, left);
        var next = await probe.AskAsync(call => call, cancellation);
        return new Verdict(Faults.Json(next), next);
    }
}
