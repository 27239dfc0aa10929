using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Chat;

/// <summary>The names of Chat Completions and Completions answers that a meter looks for.</summary>
internal static class ChatNames
{
    /// <summary>What stands behind the choices of a chunk or a whole answer.</summary>
    public static readonly JsonShape Shape = Answer();

    public static ReadOnlySpan<byte> Done => "[DONE]"u8;

    public static ReadOnlySpan<byte> ErrorEvent => "error"u8;

    public static ReadOnlySpan<byte> Choices => "\"choices\""u8;

    private static JsonShape Answer()
    {
        var shape = new JsonShape()
            .Want("id", AnswerMember.ResponseId, AnswerMember.TextLimit)
            .Want("model", AnswerMember.Model, AnswerMember.TextLimit)
            .Want("error", AnswerMember.Error, AnswerMember.ErrorLimit)
            .Want("usage", AnswerMember.Usage, AnswerMember.UsageLimit)
            .Want("service_tier", AnswerMember.ServiceTier, AnswerMember.TextLimit)
            .Want("x_groq/usage", AnswerMember.Usage, AnswerMember.UsageLimit)
            .Want("choices/*/finish_reason", AnswerMember.Stop, AnswerMember.TextLimit)
            .Want("choices/*/error", AnswerMember.Error, AnswerMember.ErrorLimit)
            .Want("choices/*/text", AnswerMember.Content, AnswerMember.ContentLimit);

        // Content under the names of all vendors. `role`, `annotations` and the like come with frames that say nothing yet.
        string[] words =
        [
            "content", "reasoning_content", "reasoning", "thinking", "refusal", "function_call/name", "function_call/arguments",
            "tool_calls/*/function/name", "tool_calls/*/function/arguments", "tool_calls/*/custom/name", "tool_calls/*/custom/input",
        ];
        string[] others = ["reasoning_details", "audio", "images", "tool_calls/*/index", "tool_calls/*/id"];
        foreach (string at in new[] { "choices/*/delta/", "choices/*/message/" })
        {
            foreach (string member in words) shape.Want(at + member, AnswerMember.Content, AnswerMember.ContentLimit);
            foreach (string member in others) shape.Want(at + member, AnswerMember.Presence, AnswerMember.PresenceLimit);
        }

        return shape;
    }
}
