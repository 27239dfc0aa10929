using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Rerank;

/// <summary>The names of rerank answers (Cohere, Jina, Voyage) that a meter looks for.</summary>
internal static class RerankNames
{
    public static readonly JsonShape Shape = new JsonShape()
        .Want("id", AnswerMember.ResponseId, AnswerMember.TextLimit)
        .Want("model", AnswerMember.Model, AnswerMember.TextLimit)
        .Want("error", AnswerMember.Error, AnswerMember.ErrorLimit)
        .Want("usage", AnswerMember.Usage, AnswerMember.UsageLimit)
        .Want("meta", AnswerMember.Usage, AnswerMember.UsageLimit)
        .Want("results", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("data", AnswerMember.Presence, AnswerMember.PresenceLimit);
}
