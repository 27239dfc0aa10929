using System.Text;
using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Dialects;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>What only Gemini has.</summary>
internal static class GeminiAssertions
{
    private const string NewerPath = "v1";

    public static IEnumerable<Assertion> For(GeminiDialect dialect) =>
    [
        new("gemini.v1", Level.Must, "generateContent is served under /v1 as well",
            "The current major of Google's SDK calls /v1.",
            Check.Served((probe, cancellation) =>
                probe.SendAsync(dialect.Generate(NewerPath, stream: false).With(dialect.Ask("Say OK.")), cancellation))),
        new("gemini.v1-stream", Level.Must, "streamGenerateContent is served under /v1 as well",
            "The current major of Google's SDK calls /v1.",
            Check.That(
                (probe, cancellation) =>
                    probe.SendAsync(dialect.Generate(NewerPath, stream: true).With(dialect.Ask("Say OK.")), cancellation),
                (probe, answer) => Faults.Stream(answer) ?? dialect.Read(answer.Frames).EndFault)),
        new("gemini.v1-models", Level.Must, "/v1/models lists in Gemini's shape for a Google key",
            "The current major of Google's SDK lists there.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(dialect.ListModels() with { Path = "/v1/models" }, cancellation),
                (probe, answer) => Faults.Json(answer) ?? dialect.ModelListFault(answer.Json))),
        new("gemini.array", Level.Must, "Without alt=sse the stream is a JSON array",
            "Clients that parse arrays get nothing from events.",
            Check.That(
                (probe, cancellation) =>
                    probe.SendAsync(dialect.Generate(stream: true).With(dialect.Ask("Say OK.")) with { Query = "" }, cancellation),
                (probe, answer) => Faults.Json(answer) ?? ArrayFault(answer.Json))),
        new("gemini.data-only", Level.Must, "The event stream holds data lines only",
            "Google's SDKs take comments and event names for broken JSON.",
            Check.That(
                (probe, cancellation) => probe.StreamAsync(cancellation),
                (probe, answer) => Faults.Stream(answer) ?? ForeignLineFault(answer.Body))),
        new("gemini.system", Level.Must, "systemInstruction without a role is accepted", "Gemini CLI sends it so.",
            Check.Served((probe, cancellation) =>
                probe.AskWithBodyAsync(body => body["systemInstruction"] = new JsonObject
                {
                    ["parts"] = new JsonArray(new JsonObject { ["text"] = "Be brief." }),
                }, cancellation))),
        new("gemini.config", Level.Must, "generationConfig is accepted",
            "Gemini CLI sends sampling settings with every request.",
            Check.Served((probe, cancellation) =>
                probe.AskWithBodyAsync(body => body["generationConfig"] = new JsonObject
                {
                    ["temperature"] = 1,
                    ["topP"] = 0.95,
                    ["maxOutputTokens"] = 4096,
                }, cancellation))),
        .. ThoughtAssertions.For(dialect),
    ];

    private static string? ArrayFault(JsonNode? body)
    {
        if (body is not JsonArray chunks) return "the body is not an array";
        var reading = GeminiStream.Read([.. chunks]);
        return reading.OrderFault ?? reading.EndFault ?? (reading.Text.Length == 0 ? "the text is empty" : null);
    }

    private static string? ForeignLineFault(byte[] body)
    {
        var lines = Encoding.UTF8.GetString(body).Split('\n').Select(line => line.TrimEnd('\r'));
        return lines.All(line => line.Length == 0 || line.StartsWith("data:", StringComparison.Ordinal))
            ? null
            : "a line is neither data nor blank";
    }
}
