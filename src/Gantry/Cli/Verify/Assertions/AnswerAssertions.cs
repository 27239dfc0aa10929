using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Dialects;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>What is asked of an answer beside its text, in every protocol.</summary>
internal static class AnswerAssertions
{
    private const int FewTokens = 16;
    private const string StopWord = "QUITTED";

    // 32 by 32, all red: some vendors refuse pictures that are smaller.
    private const string Picture =
        "iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAIAAAD8GO2jAAAAJ0lEQVR42u3NsQkAAAjAsP7/tF7hIASyp6lTCQQCgUAgEAgEgi/BAjLD/C5w/SM9AAAAAElFTkSuQmCC";

    public static IEnumerable<Assertion> For(Dialect dialect)
    {
        yield return new Assertion("limit.tokens", Level.Must, "An answer that meets its limit says so in the protocol's words",
            "Clients go on, compact or complain by it; an answer that only ends looks finished.",
            Check.That(
                // Models read over the mark; the scripted upstream obeys it.
                (probe, cancellation) => probe.AskAsync(dialect.AskLimited(Probe.LongQuestion + " [[limit]]", FewTokens), cancellation),
                (_, answer) => Faults.Json(answer) ?? dialect.LimitFault(answer.Json)));
        if (dialect.AskStopping($"Say in one line, and nothing else: one two {StopWord} three", StopWord) is { } stopping)
        {
            // Some reasoning models refuse the member.
            yield return new Assertion("stop.sequence", Level.Should, "An answer ends before a stop sequence",
                "Programs that parse answers read on where the answer should have ended.",
                Check.That(
                    (probe, cancellation) => probe.AskAsync(stopping, cancellation),
                    (_, answer) => Faults.Json(answer) ?? (dialect.Text(answer.Json).Contains(StopWord, StringComparison.Ordinal) ? "the answer goes on behind it" : null)));
        }
        yield return new Assertion("schema.output", Level.Must, "An answer follows the schema that was asked for",
            "Programs read it as JSON, and Claude Code and Gemini CLI ask so for titles and routes.",
            Check.That(
                (probe, cancellation) => probe.AskAsync(dialect.AskShaped("Answer with the capital of Portugal.", ToolSchema.City()), cancellation),
                (_, answer) => Faults.Json(answer) ?? SchemaFault(dialect.Text(answer.Json))));
        // Not every model sees.
        yield return new Assertion("image.in", Level.Should, "A picture in the question is accepted", "People paste screenshots.",
            Check.Served((probe, cancellation) => probe.AskAsync(dialect.AskAbout("Name the colour in one word.", Picture), cancellation)));
        yield return new Assertion("ids.unique", Level.Must, "Every answer has an id of its own",
            "Clients and logs take answers with one id for one answer.", UniqueAsync);
    }

    private static string? SchemaFault(string text)
    {
        var said = JsonReading.IsObject(text) ? JsonNode.Parse(text) : null;
        return said is null ? "the text is not a JSON object" : said.At("city").Text() is null ? "the object lacks the member that the schema requires" : null;
    }

    private static async Task<Verdict> UniqueAsync(Probe probe, CancellationToken cancellation)
    {
        var first = await probe.WholeAsync(cancellation);
        var second = await probe.AskAsync(call => call, cancellation);
        if (Faults.Json(first) is { } early) return new Verdict(early, first);
        if (Faults.Json(second) is { } late) return new Verdict(late, second);
        var (one, other) = (probe.Dialect.Id(first.Json), probe.Dialect.Id(second.Json));
        if (one is null && other is null) return Verdict.Skip("the answers have no ids");
        return new Verdict(one == other ? $"two answers have the id {one}" : null, second);
    }
}
