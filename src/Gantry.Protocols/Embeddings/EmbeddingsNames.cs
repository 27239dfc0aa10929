using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Embeddings;

/// <summary>The names of OpenAI's embedding answers, and of those like them, that a meter looks for.</summary>
internal static class EmbeddingsNames
{
    public static readonly JsonShape Shape = new JsonShape()
        .Want("id", AnswerMember.ResponseId, AnswerMember.TextLimit)
        .Want("model", AnswerMember.Model, AnswerMember.TextLimit)
        .Want("error", AnswerMember.Error, AnswerMember.ErrorLimit)
        .Want("usage", AnswerMember.Usage, AnswerMember.UsageLimit)
        .Want("data", AnswerMember.Presence, AnswerMember.PresenceLimit);
}
