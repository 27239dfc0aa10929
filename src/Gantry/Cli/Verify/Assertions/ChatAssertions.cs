using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>What only Chat has.</summary>
internal static class ChatAssertions
{
    public static IEnumerable<Assertion> All() =>
    [
        new("chat.usage-chunk", Level.Must, "include_usage brings one usage chunk without choices, just before [DONE]",
            "SDKs take the usage of a stream from that chunk.",
            Check.That(
                (probe, cancellation) => probe.StreamAsync(cancellation),
                (_, answer) => Faults.Stream(answer) ?? UsageChunkFault(answer.Frames))),
        new("chat.usage-chunk-unasked", Level.Must, "No usage chunk comes unasked",
            "Older clients read choices[0] of every chunk and crash on one without.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(PlainStream(probe.Dialect), cancellation),
                (_, answer) => Faults.Stream(answer) ?? (answer.Frames.Any(ChatStream.IsUsageOnly) ? "a usage chunk came unasked" : null))),
        new("chat.system", Level.Must, "A system message is accepted", "Nearly every client sends one.", Role("system")),
        new("chat.developer", Level.Should, "A developer message is accepted",
            "Newer SDKs say developer where older ones said system.", Role("developer")),
    ];

    /// <summary>A stream as clients ask for it that know nothing of <c>stream_options</c>.</summary>
    private static Call PlainStream(Dialect dialect)
    {
        var body = dialect.Ask("Say OK.");
        body["stream"] = true;
        return dialect.Generate(stream: true).With(body);
    }

    private static string? UsageChunkFault(IReadOnlyList<SseFrame> frames)
    {
        var places = frames.Index().Where(frame => ChatStream.IsUsageOnly(frame.Item)).Select(frame => frame.Index).ToList();
        if (places.Count != 1) return $"{places.Count} chunks carry usage and no choices, expected 1";
        var rest = frames.Skip(places[0] + 1).ToList();
        return rest.All(frame => frame.Data.Trim() == ChatStream.Done) ? null : "chunks follow the usage chunk";
    }

    private static Func<Probe, CancellationToken, Task<Verdict>> Role(string role) =>
        Check.Served((probe, cancellation) =>
            probe.AskWithBodyAsync(body => body["messages"]!.AsArray().Insert(0, ChatDialect.Said(role, "Be brief.")), cancellation));
}
