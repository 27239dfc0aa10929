using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Gemini;

/// <summary>The names of generateContent and embedContent answers that a meter looks for.</summary>
internal static class GeminiNames
{
    public const int FinishReason = AnswerMember.Own;
    public const int BlockReason = AnswerMember.Own + 1;
    public const int SearchQueries = AnswerMember.Own + 2;

    /// <summary>A whole answer, an event of a stream, or each element of a streamed array.</summary>
    public static readonly JsonShape Shape = Answer();

    private static JsonShape Answer()
    {
        var shape = new JsonShape()
            .Want("responseId", AnswerMember.ResponseId, AnswerMember.TextLimit)
            .Want("modelVersion", AnswerMember.Model, AnswerMember.TextLimit)
            .Want("usageMetadata", AnswerMember.Usage, AnswerMember.UsageLimit)
            .Want("error", AnswerMember.Error, AnswerMember.ErrorLimit)
            .Want("promptFeedback/blockReason", BlockReason, AnswerMember.TextLimit)
            .Want("candidates/*/finishReason", FinishReason, AnswerMember.TextLimit)
            .Want("candidates/*/groundingMetadata/webSearchQueries", SearchQueries, AnswerMember.ErrorLimit)
            .Want("embedding", AnswerMember.Presence, AnswerMember.PresenceLimit)
            .Want("embeddings", AnswerMember.Presence, AnswerMember.PresenceLimit);
        string[] words = ["text", "functionCall/name", "functionCall/args", "executableCode/code"];
        string[] others = ["inlineData", "fileData", "codeExecutionResult", "toolCall", "toolResponse", "thoughtSignature"];
        foreach (string part in words) shape.Want("candidates/*/content/parts/*/" + part, AnswerMember.Content, AnswerMember.ContentLimit);
        foreach (string part in others) shape.Want("candidates/*/content/parts/*/" + part, AnswerMember.Presence, AnswerMember.PresenceLimit);

        return shape.OrArrayOf();
    }
}
