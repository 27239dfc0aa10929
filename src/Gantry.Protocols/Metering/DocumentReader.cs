using Gantry.Protocols.Json;

namespace Gantry.Protocols.Metering;

/// <summary>Reads an answer that is JSON but bills nothing: token counts, moderations, lists of models.</summary>
internal sealed class DocumentReader() : AnswerReader(Shape)
{
    private static readonly JsonShape Shape = new JsonShape()
        .Want("id", AnswerMember.ResponseId, AnswerMember.TextLimit)
        .Want("model", AnswerMember.Model, AnswerMember.TextLimit)
        .Want("error", AnswerMember.Error, AnswerMember.ErrorLimit)
        .Want("results", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("data", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("models", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("input_tokens", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("inputTokens", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("totalTokens", AnswerMember.Presence, AnswerMember.PresenceLimit);

    protected override void ReadUsage(ReadOnlySpan<byte> json)
    {
    }
}
