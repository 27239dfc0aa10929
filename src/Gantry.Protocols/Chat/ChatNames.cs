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

    public static ReadOnlySpan<byte> Usage => "\"usage\""u8;

    public static ReadOnlySpan<byte> FinishReason => "\"finish_reason\""u8;

    public static ReadOnlySpan<byte> Error => "\"error\""u8;

    private static JsonShape Answer()
    {
        var shape = new JsonShape()
            .Want("id", AnswerMember.ResponseId, AnswerMember.TextLimit)
            .Want("model", AnswerMember.Model, AnswerMember.TextLimit)
            .Want("error", AnswerMember.Error, AnswerMember.ErrorLimit)
            .Want("usage", AnswerMember.Usage, AnswerMember.UsageLimit)
            .Want("x_groq/usage", AnswerMember.Usage, AnswerMember.UsageLimit)
            .Want("choices/*/finish_reason", AnswerMember.Stop, AnswerMember.TextLimit)
            .Want("choices/*/error", AnswerMember.Error, AnswerMember.ErrorLimit)
            .Want("choices/*/text", AnswerMember.Content, AnswerMember.ContentLimit);

        // Content under the names of all vendors. `role`, `annotations` and the like come with frames that say nothing yet.
        string[] content =
        [
            "content", "reasoning_content", "reasoning", "reasoning_details", "thinking", "tool_calls", "function_call", "refusal", "audio",
            "images",
        ];
        foreach (string member in content)
        {
            shape.Want("choices/*/delta/" + member, AnswerMember.Content, AnswerMember.ContentLimit);
            shape.Want("choices/*/message/" + member, AnswerMember.Content, AnswerMember.ContentLimit);
        }

        return shape;
    }
}
