using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Converse;

/// <summary>The names of Converse answers that a meter looks for.</summary>
internal static class ConverseNames
{
    /// <summary>A whole answer, and the payloads of ConverseStream.</summary>
    public static readonly JsonShape Shape = new JsonShape()
        .Want("output/message/content", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("stopReason", AnswerMember.Stop, AnswerMember.TextLimit)
        .Want("usage", AnswerMember.Usage, AnswerMember.UsageLimit)
        .Want("start/toolUse/name", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("start/toolResult", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("start/image", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("delta/text", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta/reasoningContent/text", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta/reasoningContent/redactedContent", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("delta/reasoningContent/signature", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("delta/toolUse/input", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta/toolResult", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("delta/image", AnswerMember.Presence, AnswerMember.PresenceLimit)
        .Want("delta/citation", AnswerMember.Presence, AnswerMember.PresenceLimit);

    public static ReadOnlySpan<byte> BlockStop => "contentBlockStop"u8;

    public static ReadOnlySpan<byte> MessageStop => "messageStop"u8;

    public static ReadOnlySpan<byte> Metadata => "metadata"u8;
}
