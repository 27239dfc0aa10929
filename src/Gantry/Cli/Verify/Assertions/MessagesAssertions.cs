using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>What only Messages has, Claude Code's demands among it.</summary>
internal static class MessagesAssertions
{
    private const string UserId = """{"device_id":"verify","account_uuid":"","session_id":"verify"}""";

    public static IEnumerable<Assertion> For(MessagesDialect dialect) =>
    [
        new("messages.version-newer", Level.Must, $"anthropic-version {MessagesDialect.NewerVersion} is accepted",
            "The current majors of Anthropic's SDKs send it.",
            Asked(call => call.ReplacingHeader(MessagesDialect.VersionHeader, MessagesDialect.NewerVersion))),
        new("messages.version-older", Level.Must, $"anthropic-version {MessagesDialect.OlderVersion} is accepted",
            "Claude Code and most other clients send it.",
            Asked(call => call.ReplacingHeader(MessagesDialect.VersionHeader, MessagesDialect.OlderVersion))),
        new("messages.version-missing", Level.Should, "A missing anthropic-version is supplied",
            "Hand-written clients forget it.",
            Asked(call => call.ReplacingHeader(MessagesDialect.VersionHeader, null))),
        new("messages.beta", Level.Must, "anthropic-beta is accepted", "Claude Code sends it with every request.",
            Asked(call => call.WithHeader("anthropic-beta", "claude-code-20250219,interleaved-thinking-2025-05-14"))),
        new("messages.system-blocks", Level.Must, "The system prompt may be blocks with cache_control",
            "Claude Code sends it so.",
            Check.Served((probe, cancellation) =>
                probe.AskWithBodyAsync(body => body["system"] = new JsonArray(new JsonObject
                {
                    ["type"] = "text",
                    ["text"] = "Be brief.",
                    ["cache_control"] = new JsonObject { ["type"] = "ephemeral" },
                }), cancellation))),
        new("messages.user-id", Level.Must, "metadata.user_id may be a JSON string",
            "Claude Code puts device and session there.",
            Check.Served((probe, cancellation) =>
                probe.AskWithBodyAsync(body => body["metadata"] = new JsonObject { ["user_id"] = UserId }, cancellation))),
        new("messages.count-beta", Level.Should, "Counting tolerates ?beta=true",
            "Claude Code asks so about 25 times for one look at its context.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(probe.Dialect.CountTokens("Say OK.")!.WithQuery("beta=true"), cancellation),
                (probe, answer) => Faults.Count(probe.Dialect, answer))),
        new("messages.system-role", Level.Must, "A system message amid the conversation is accepted",
            "Claude Code puts its reminders there.",
            Check.Served((probe, cancellation) => probe.AskWithBodyAsync(WithReminder, cancellation))),
        new("messages.claude-code", Level.Must, "A stream asked for as Claude Code asks is served", "Claude Code has no other form of request.",
            Check.That(
                (probe, cancellation) => probe.SendAsync(AsClaudeCode(dialect), cancellation),
                (_, answer) => Faults.Stream(answer) ?? dialect.Read(answer.Frames).OrderFault ?? dialect.Read(answer.Frames).EndFault)),
        new("messages.start", Level.Must, "message_start carries the message with its id and role",
            "SDKs build the message on it.",
            Check.That(
                (probe, cancellation) => probe.StreamAsync(cancellation),
                (_, answer) => Faults.Stream(answer) ?? StartFault(answer))),
        .. ThoughtAssertions.For(dialect),
    ];

    private static void WithReminder(JsonObject body)
    {
        var messages = body["messages"]!.AsArray();
        messages.Add(new JsonObject { ["role"] = "system", ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "Answer in one word." }) });
    }

    private static Call AsClaudeCode(MessagesDialect dialect)
    {
        var body = dialect.AskTool();
        body.Remove("tool_choice");
        body["messages"] = new JsonArray(new JsonObject
        {
            ["role"] = "user",
            ["content"] = new JsonArray(Text("<system-reminder>\nBe brief.\n</system-reminder>"), Text("Say OK.", cached: true)),
        });
        body["system"] = new JsonArray(
            Text("x-anthropic-billing-header: cc_version=2.1.329.f01; cc_entrypoint=sdk-cli;"), Text("You are Claude Code, Anthropic's official CLI for Claude.", cached: true));
        body["metadata"] = new JsonObject { ["user_id"] = UserId };
        return dialect.Request(body, stream: true)
            .WithQuery("beta=true")
            .WithHeader("anthropic-beta", "claude-code-20250219,interleaved-thinking-2025-05-14")
            .WithHeader("anthropic-dangerous-direct-browser-access", "true")
            .WithHeader("x-app", "cli")
            .WithHeader("x-claude-code-session-id", "verify")
            .WithHeader("accept", "application/json");
    }

    private static JsonObject Text(string text, bool cached = false)
    {
        var block = new JsonObject { ["type"] = "text", ["text"] = text };
        if (cached) block["cache_control"] = new JsonObject { ["type"] = "ephemeral" };
        return block;
    }

    private static string? StartFault(Answer answer)
    {
        var start = answer.Frames.Select(frame => frame.Json).FirstOrDefault(data => data.At("type").Text() == "message_start");
        var message = start.At("message");
        return string.IsNullOrEmpty(message.At("id").Text()) ? "message.id is missing"
            : message.At("role").Text() != "assistant" ? "message.role is not \"assistant\""
            : message.At("content") is not JsonArray ? "message.content is not an array"
            : null;
    }

    private static Func<Probe, CancellationToken, Task<Verdict>> Asked(Func<Call, Call> change) =>
        Check.Served((probe, cancellation) => probe.AskAsync(change, cancellation));
}
