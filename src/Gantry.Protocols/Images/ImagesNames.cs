using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Images;

/// <summary>The names of image answers that a meter looks for.</summary>
internal static class ImagesNames
{
    public const int Picture = AnswerMember.Own;
    public const int Type = AnswerMember.Own + 1;

    public static readonly JsonShape Shape = new JsonShape()
        .Want("id", AnswerMember.ResponseId, AnswerMember.TextLimit)
        .Want("model", AnswerMember.Model, AnswerMember.TextLimit)
        .Want("error", AnswerMember.Error, AnswerMember.ErrorLimit)
        .Want("usage", AnswerMember.Usage, AnswerMember.UsageLimit)
        .Want("data/*", Picture, AnswerMember.PresenceLimit)
        .Want("b64_json", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("type", Type, AnswerMember.TextLimit);

    public static ReadOnlySpan<byte> Completed => ".completed\""u8;
}
