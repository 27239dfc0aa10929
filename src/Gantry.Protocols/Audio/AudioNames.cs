using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Audio;

/// <summary>The names of transcription and speech answers that a meter looks for.</summary>
internal static class AudioNames
{
    public const int Type = AnswerMember.Own;
    public const int Duration = AnswerMember.Own + 1;

    public static readonly JsonShape Shape = new JsonShape()
        .Want("id", AnswerMember.ResponseId, AnswerMember.TextLimit)
        .Want("model", AnswerMember.Model, AnswerMember.TextLimit)
        .Want("error", AnswerMember.Error, AnswerMember.ErrorLimit)
        .Want("usage", AnswerMember.Usage, AnswerMember.UsageLimit)
        .Want("type", Type, AnswerMember.TextLimit)
        .Want("duration", Duration, 64)
        .Want("text", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("audio", AnswerMember.Presence, AnswerMember.PresenceLimit);

    public static ReadOnlySpan<byte> Done => "[DONE]"u8;

    // transcript.text.done, transcription.done (Mistral), speech.audio.done
    public static ReadOnlySpan<byte> DoneType => ".done\""u8;

    public static ReadOnlySpan<byte> Usage => "\"usage\""u8;
}
