using Gantry.Protocols.Json;

namespace Gantry.Protocols.Metering;

/// <summary>Reads an answer that is JSON but bills nothing: token counts, moderations, lists of models.</summary>
internal sealed class DocumentReader() : AnswerReader(Shape)
{
    private static readonly JsonShape Shape = new JsonShape()
        .Want("id", AnswerMember.ResponseId, AnswerMember.TextLimit)
        .Want("model", AnswerMember.Model, AnswerMember.TextLimit)
        .Want("error", AnswerMember.Error, AnswerMember.ErrorLimit)
        .Want("results", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("data", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("models", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("input_tokens", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("inputTokens", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("totalTokens", AnswerMember.Content, AnswerMember.ContentLimit);

    protected override void ReadUsage(ReadOnlySpan<byte> json)
    {
    }
}
