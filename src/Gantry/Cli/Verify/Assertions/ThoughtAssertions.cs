using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>What a model thinks is sealed by its vendor, and comes back with the next turn: a seal that is lost or changed is refused there, and clients hide it by not thinking at all.</summary>
internal static class ThoughtAssertions
{
    private const string Question = "What is 17 times 23? Think first, then say the number.";
    private const string Next = "And twice that?";
    private const string DidNotThink = "the model did not think";
    private const string NotClaude = "only Claude models are known to seal what they think";
    private const string Unasked = "the model refuses to be asked for its thoughts";

    public static IEnumerable<Assertion> For(Dialect dialect) => dialect switch
    {
        MessagesDialect messages => Messages(messages),
        ResponsesDialect responses => Responses(responses),
        GeminiDialect gemini => Gemini(gemini),
        _ => [],
    };

    private static IEnumerable<Assertion> Messages(MessagesDialect dialect) =>
    [
        new("think.signature", Level.Must, "What Claude thinks comes with its signature", "Without it the next turn is refused upstream.",
            async (probe, cancellation) =>
            {
                if (!IsClaude(dialect)) return Verdict.Skip(NotClaude);
                var (_, answer) = await AskThinkingAsync(probe, cancellation);
                return answer.Status == 400 ? Verdict.Skip(Unasked) : Faults.Json(answer) is { } fault ? new Verdict(fault, answer) : Whole(answer);
            }),
        new("think.signature-stream", Level.Must, "What Claude thinks streams with its signature", "Claude Code streams, and sends back what it has put together.",
            async (probe, cancellation) =>
            {
                if (!IsClaude(dialect)) return Verdict.Skip(NotClaude);
                var (body, whole) = await AskThinkingAsync(probe, cancellation);
                if (whole.Status == 400) return Verdict.Skip(Unasked);
                var answer = await probe.SendAsync(dialect.Request(body.DeepClone().AsObject(), stream: true), cancellation);
                return Faults.Stream(answer) is { } fault ? new Verdict(fault, answer) : Streamed(answer);
            }),
        new("think.return", Level.Must, "The turn after thinking is accepted", "Every turn of an agent that thinks echoes its thoughts.",
            async (probe, cancellation) =>
            {
                var (body, answer) = await AskThinkingAsync(probe, cancellation);
                if (answer.Json is not { } said || !said.At("content").Items().Any(block => block.At("type").Text() is "thinking" or "redacted_thinking"))
                    return Verdict.Skip(DidNotThink);
                var next = await probe.AskAsync(MessagesDialect.Continue(body, said, Next), cancellation);
                return new Verdict(Faults.Whole(dialect, next), next);
            }),
    ];

    private static IEnumerable<Assertion> Responses(ResponsesDialect dialect)
    {
        var body = dialect.AskThinking(Question);
        Task<Answer> AskAsync(Probe probe, CancellationToken cancellation) =>
            probe.OnceAsync("thinking", () => probe.AskAsync(body.DeepClone().AsObject(), cancellation));
        yield return new Assertion("think.sealed", Level.Must, "A reasoning item comes with encrypted_content when it was asked for",
            "Codex keeps nothing at the vendor: what is not sealed is forgotten.",
            async (probe, cancellation) =>
            {
                var answer = await AskAsync(probe, cancellation);
                if (answer.Status == 400) return Verdict.Skip(Unasked);
                if (Faults.Json(answer) is { } fault) return new Verdict(fault, answer);
                var items = Reasoning(answer).ToList();
                if (items.Count == 0) return Verdict.Skip(DidNotThink);
                return new Verdict(items.All(item => item.At("encrypted_content").Text() is { Length: > 0 }) ? null : "a reasoning item has no encrypted_content", answer);
            });
        yield return new Assertion("think.return", Level.Must, "The turn after reasoning is accepted", "Every turn of Codex echoes its reasoning.",
            async (probe, cancellation) =>
            {
                var answer = await AskAsync(probe, cancellation);
                if (answer.Json is not { } said || !Reasoning(answer).Any()) return Verdict.Skip(DidNotThink);
                var next = await probe.AskAsync(ResponsesDialect.Continue(body, said, Next), cancellation);
                return new Verdict(Faults.Whole(dialect, next), next);
            });
    }

    private static IEnumerable<Assertion> Gemini(GeminiDialect dialect)
    {
        var body = dialect.AskThinking(Question);
        yield return new Assertion("think.return", Level.Must, "The turn after thinking is accepted, thoughtSignature included",
            "Gemini refuses a turn of function calls whose signature is missing.",
            async (probe, cancellation) =>
            {
                var answer = await probe.AskAsync(body.DeepClone().AsObject(), cancellation);
                if (answer.Status == 400) return Verdict.Skip(Unasked);
                if (Faults.Json(answer) is { } fault) return new Verdict(fault, answer);
                var parts = answer.Json.At("candidates").At(0).At("content").At("parts").Items().ToList();
                if (!parts.Any(part => part.Has("thought"))) return Verdict.Skip(DidNotThink);
                var next = await probe.AskAsync(GeminiDialect.Continue(body, answer.Json!, Next), cancellation);
                return new Verdict(Faults.Whole(dialect, next), next);
            });
    }

    // Behind a gateway other models think in this protocol too, and have nothing to seal it with.
    private static bool IsClaude(Dialect dialect) => dialect.Model.Contains("claude", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<JsonNode?> Reasoning(Answer answer) => answer.Json.At("output").Items().Where(item => item.At("type").Text() == "reasoning");

    private static Verdict Whole(Answer answer)
    {
        var blocks = answer.Json.At("content").Items().Where(block => block.At("type").Text() == "thinking").ToList();
        return blocks.Count == 0 ? Verdict.Skip(DidNotThink)
            : new Verdict(blocks.All(block => block.At("signature").Text() is { Length: > 0 }) ? null : "a thinking block has no signature", answer);
    }

    private static Verdict Streamed(Answer answer)
    {
        var events = answer.Frames.Select(frame => frame.Json).ToList();
        var begun = events.Where(data => data.At("content_block").At("type").Text() == "thinking").Select(data => data.At("index").Number()).ToList();
        if (begun.Count == 0) return Verdict.Skip(DidNotThink);
        var sealedBlocks = events.Where(data => data.At("delta").At("signature").Text() is { Length: > 0 }).Select(data => data.At("index").Number()).ToHashSet();
        return new Verdict(begun.All(sealedBlocks.Contains) ? null : "a thinking block ends without a signature_delta", answer);
    }

    // Newer models think as they see fit and refuse a budget; older ones want one.
    private static async Task<(JsonObject Body, Answer Answer)> AskThinkingAsync(Probe probe, CancellationToken cancellation)
    {
        var dialect = (MessagesDialect)probe.Dialect;
        var body = dialect.AskThinking(Question, adaptive: false);
        var answer = await probe.OnceAsync("thinking", () => probe.AskAsync(body.DeepClone().AsObject(), cancellation));
        if (answer.Status != 400) return (body, answer);
        body = dialect.AskThinking(Question, adaptive: true);
        return (body, await probe.OnceAsync("thinking, adaptive", () => probe.AskAsync(body.DeepClone().AsObject(), cancellation)));
    }
}
