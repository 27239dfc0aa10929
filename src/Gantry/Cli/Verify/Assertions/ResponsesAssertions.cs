using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>What only Responses has, Codex's demands among it.</summary>
internal static class ResponsesAssertions
{
    private const string CustomTool = "note_line";
    private const string Namespace = "places";

    public static IEnumerable<Assertion> For(ResponsesDialect dialect) =>
    [
        new("responses.string", Level.Must, "The input may be a plain string", "It is the first example in every guide.",
            Check.Served((probe, cancellation) => probe.AskWithBodyAsync(body => body["input"] = "Say OK.", cancellation))),
        new("responses.codex", Level.Must, "A body as Codex sends it is accepted", "Codex has no other form of request.",
            Check.Served((probe, cancellation) => probe.AskWithBodyAsync(AsCodex, cancellation))),
        new("responses.instructions", Level.Must, "instructions are accepted", "Most clients but Codex put their system prompt there.",
            Check.Served((probe, cancellation) => probe.AskWithBodyAsync(body => body["instructions"] = "Be brief.", cancellation))),
        new("responses.custom-tool", Level.Must, "A call of a custom tool comes back as custom_tool_call",
            "Codex edits files with one; as a function_call it is given up.",
            Check.That(
                (probe, cancellation) => probe.AskWithBodyAsync(WithCustomTool, cancellation),
                (_, answer) => Faults.Json(answer) ?? CustomFault(answer.Json))),
        new("responses.namespace", Level.Should, "A call of a tool in a namespace comes back with its namespace",
            "Codex does not find the tool without it.",
            Check.That(
                (probe, cancellation) => probe.AskWithBodyAsync(WithNamespace, cancellation),
                (_, answer) => Faults.Json(answer) ?? NamespaceFault(answer.Json))),
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
        .. ThoughtAssertions.For(dialect),
    ];

    private static void AsCodex(JsonObject body)
    {
        body["input"]!.AsArray().Insert(0, ResponsesDialect.Said("developer", "You are a coding agent. Be brief."));
        body["include"] = new JsonArray("reasoning.encrypted_content");
        body["parallel_tool_calls"] = true;
        body["tool_choice"] = "auto";
        body["prompt_cache_key"] = "gantry-verify";
    }

    private static void WithCustomTool(JsonObject body)
    {
        body["tools"] = new JsonArray(new JsonObject
        {
            ["type"] = "custom",
            ["name"] = CustomTool,
            ["description"] = "Takes one line of plain text.",
        });
        body["tool_choice"] = new JsonObject { ["type"] = "custom", ["name"] = CustomTool };
    }

    private static void WithNamespace(JsonObject body)
    {
        body["tools"] = new JsonArray(new JsonObject
        {
            ["type"] = "namespace",
            ["name"] = Namespace,
            ["description"] = "Facts about places.",
            ["tools"] = new JsonArray(new JsonObject
            {
                ["type"] = "function",
                ["name"] = ToolUse.Offered,
                ["description"] = ToolUse.Description,
                ["parameters"] = ToolSchema.City(),
            }),
        });
        body["tool_choice"] = "required";
    }

    private static string? CustomFault(JsonNode? answer)
    {
        var calls = answer.At("output").Items().Where(item => item.At("type").Text()?.EndsWith("_call", StringComparison.Ordinal) == true).ToList();
        return calls.Count == 0 ? "no tool call came back"
            : calls[0].At("type").Text() is var type and not "custom_tool_call" ? $"the call is a {type}"
            : calls[0].At("name").Text() != CustomTool ? $"the call names \"{calls[0].At("name").Text()}\""
            : string.IsNullOrEmpty(calls[0].At("call_id").Text()) ? "the call has no call_id"
            : calls[0].At("input").Text() is null ? "the call has no input"
            : null;
    }

    private static string? NamespaceFault(JsonNode? answer)
    {
        var call = answer.At("output").Items().FirstOrDefault(item => item.At("type").Text() == "function_call");
        return call is null ? "no tool call came back" : call.At("namespace").Text() == Namespace ? null : "the call does not name its namespace";
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
