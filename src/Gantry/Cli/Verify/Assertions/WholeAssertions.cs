using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>Whole answers, in every protocol.</summary>
internal static class WholeAssertions
{
    public static IEnumerable<Assertion> For(Dialect dialect) =>
    [
        new("whole.shape", Level.Must, "A whole answer has the protocol's shape", "Typed SDKs fail to read anything else.",
            Answered(answer => Faults.Whole(dialect, answer))),
        new("whole.text", Level.Must, "A whole answer holds text", "An answer without text is shown as an empty line.",
            Answered(answer => Faults.Text(dialect.Text(answer.Json)))),
        new("whole.usage", Level.Must, "A whole answer tells plausible usage", "Clients compact their context and count cost by it.",
            Answered(answer => Faults.Usage(dialect.Usage(answer.Json)))),
        new("whole.request-id", Level.Should, "An answer carries a request id header",
            "Without one a complaint cannot be matched with a log line.",
            Answered(Faults.RequestId)),
    ];

    private static Func<Probe, CancellationToken, Task<Verdict>> Answered(Func<Answer, string?> fault) =>
        Check.That((probe, cancellation) => probe.WholeAsync(cancellation), (_, answer) => Faults.Status(answer, 200) ?? fault(answer));
}
