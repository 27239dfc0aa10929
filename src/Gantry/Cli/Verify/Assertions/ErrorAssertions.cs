using System.Text;
using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>How mistakes are refused, in every protocol.</summary>
internal static class ErrorAssertions
{
    /// <summary>No vendor has it, and a simulated upstream does not know the words either.</summary>
    private const string NoSuchModel = "sim-no-such-model";

    private static readonly byte[] Malformed = Encoding.UTF8.GetBytes("""{"model": "x", "messages": [""");

    public static IEnumerable<Assertion> For(Dialect dialect)
    {
        yield return new Assertion("error.bad-key", Level.Must, "A bad key is refused in the protocol's words",
            "Typed errors and sign-in prompts hang on the status and the type.",
            Check.That(BadKeyAsync, (_, answer) => Faults.Refusal(dialect, answer, ErrorCase.BadKey)));
        if (dialect is MessagesDialect)
        {
            yield return new Assertion("error.bad-key-retry", Level.Must, "A bad key is answered with x-should-retry: false",
                "Claude Code retries for minutes before it says anything without it.",
                Check.That(BadKeyAsync, (_, answer) => answer.Header("x-should-retry") == "false" ? null : "x-should-retry is not false"));
        }
        // Google and many gateways answer the anonymous with 400 or 403.
        yield return new Assertion("error.no-key", Level.Must, "A request without a key is refused",
            "A gateway that answers strangers spends its owner's money.",
            Check.That(
                (probe, cancellation) => probe.SendAsIsAsync(probe.Short(), cancellation),
                (_, answer) => Faults.Status(answer, 401, 403, 400) ?? Faults.NoError(answer)));
        yield return new Assertion("error.unknown-model", Level.Must, "An unknown model is a 404 in the protocol's words",
            "Clients say that the model is not available on 404, and retry on 5xx.",
            Check.That(
                (probe, cancellation) => AskStrangerAsync(probe, stream: false, cancellation),
                (_, answer) => Faults.Refusal(dialect, answer, ErrorCase.UnknownModel)));
        yield return new Assertion("error.unknown-model-stream", Level.Must, "A stream of an unknown model is refused before it begins",
            "A status of 200 commits the client to a stream that never comes.",
            Check.That(
                (probe, cancellation) => AskStrangerAsync(probe, stream: true, cancellation),
                (_, answer) => Faults.Refusal(dialect, answer, ErrorCase.UnknownModel)));
        yield return new Assertion("error.malformed", Level.Must, "Malformed JSON is a 400 in the protocol's words",
            "A 5xx is retried, and the same body fails again each time.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(probe.Short() with { Body = Malformed }, cancellation),
                (_, answer) => Faults.Refusal(dialect, answer, ErrorCase.Malformed)));
        yield return new Assertion("error.request-id", Level.Should, "An error carries a request id header",
            "Errors are what people write to the operator about.",
            Check.That(BadKeyAsync, (_, answer) => Faults.RequestId(answer)));
        yield return new Assertion("error.method", Level.Should, "The wrong method is refused with 404 or 405 and an error body",
            "A page of HTML tells nobody that the address is right and the method is not.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(dialect.Generate(stream: false) with { Method = HttpMethod.Put }, cancellation),
                (_, answer) => Faults.Status(answer, 404, 405) ?? Faults.NoError(answer)));
        yield return new Assertion("error.head", Level.Should, "HEAD is answered without a server error",
            "Health checks and link checkers send it.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(dialect.ListModels() with { Method = HttpMethod.Head }, cancellation),
                (_, answer) => Faults.Broken(answer) ?? (answer.Status >= 500 ? $"status {answer.Status}" : null)));
    }

    private static Task<Answer> BadKeyAsync(Probe probe, CancellationToken cancellation)
    {
        var call = probe.Short().WithKeys(new PlacedKey(probe.Dialect.UsualKey, Probe.ForeignKey));
        return probe.OnceAsync("bad key", () => probe.SendAsIsAsync(call, cancellation));
    }

    private static Task<Answer> AskStrangerAsync(Probe probe, bool stream, CancellationToken cancellation)
    {
        var stranger = probe.Dialect.ForModel(NoSuchModel);
        return probe.SendAsync(stranger.Request(stranger.Ask("Say OK."), stream), cancellation);
    }
}
