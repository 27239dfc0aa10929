using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>What only Responses has, Codex's demands among it.</summary>
internal static class ResponsesAssertions
{
    public static IEnumerable<Assertion> All() =>
    [
        new("responses.string", Level.Must, "The input may be a plain string", "It is the first example in every guide.",
            Check.Served((probe, cancellation) => probe.AskWithBodyAsync(body => body["input"] = "Say OK.", cancellation))),
        new("responses.codex", Level.Must, "A body as Codex sends it is accepted", "Codex has no other form of request.",
            Check.Served((probe, cancellation) => probe.AskWithBodyAsync(AsCodex, cancellation))),
        new("responses.complete", Level.Must, "response.completed repeats the text of the deltas",
            "Some clients read deltas, others the final response.",
            Check.That(
                (probe, cancellation) => probe.StreamAsync(cancellation),
                (probe, answer) => Faults.Stream(answer) ?? CompletedFault(probe.Dialect, answer))),
        new("responses.usage-details", Level.Must, "Usage has cached_tokens and reasoning_tokens",
            "Codex cannot read a usage object without them.",
            Check.That(
                (probe, cancellation) => probe.WholeAsync(cancellation),
                (_, answer) => Faults.Status(answer, 200) ?? UsageDetailFault(answer.Json.At("usage")))),
        new("responses.upgrade", Level.Must, "A WebSocket upgrade is not answered with 400 or a server error",
            "Codex gives up for good on 400.",
            Check.That(
                (probe, cancellation) => UpgradeAsync(probe, cancellation),
                (_, answer) => Faults.Broken(answer)
                    ?? (answer.Status is 400 or >= 500 ? $"status {answer.Status}, expected 101 or 426" : null))),
        new("responses.upgrade-426", Level.Should, "A WebSocket upgrade is served or refused with 426",
            "On 426 Codex falls back at once, on other refusals after seven tries.",
            Check.That(
                (probe, cancellation) => UpgradeAsync(probe, cancellation),
                (_, answer) => Faults.Status(answer, 101, 426))),
        new("responses.codex-models", Level.Should, "Codex's list of models comes with ?client_version=",
            "Without it Codex falls back to guessed abilities for every model.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(probe.Dialect.ListModels().WithQuery("client_version=0.169.0"), cancellation),
                (probe, answer) => Faults.Json(answer)
                    ?? (answer.Json.At("models").At(0).At("slug").Text() is null ? "models[] with slugs is missing" : null))),
    ];

    private static void AsCodex(JsonObject body)
    {
        body["input"]!.AsArray().Insert(0, ResponsesDialect.Said("developer", "You are a coding agent. Be brief."));
        body["include"] = new JsonArray("reasoning.encrypted_content");
        body["parallel_tool_calls"] = true;
        body["tool_choice"] = "auto";
        body["prompt_cache_key"] = "gantry-verify";
    }

    private static string? UsageDetailFault(JsonNode? usage) =>
        usage.At("input_tokens_details").At("cached_tokens").Number() is null ? "input_tokens_details.cached_tokens is missing"
        : usage.At("output_tokens_details").At("reasoning_tokens").Number() is null ? "output_tokens_details.reasoning_tokens is missing"
        : null;

    private static string? CompletedFault(Dialect dialect, Answer answer)
    {
        var final = answer.Frames
            .Select(frame => frame.Json)
            .LastOrDefault(data => data.At("type").Text() == "response.completed")
            .At("response");
        if (final is null) return "response.completed carries no response";
        return dialect.Text(final) == dialect.Read(answer.Frames).Text ? null : "the final text is not the deltas joined";
    }

    private static Task<Answer> UpgradeAsync(Probe probe, CancellationToken cancellation)
    {
        var call = new Call(HttpMethod.Get, "/v1/responses")
            .WithHeader("connection", "Upgrade")
            .WithHeader("upgrade", "websocket")
            .WithHeader("sec-websocket-version", "13")
            .WithHeader("sec-websocket-key", "Z2FudHJ5LXZlcmlmeS1rZQ==")
            .WithHeader("openai-beta", "responses_websockets=2026-02-06");
        return probe.OnceAsync("upgrade", () => probe.SendAsync(call, cancellation));
    }
}
