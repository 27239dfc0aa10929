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
        .Want("start/toolUse", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("start/toolResult", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("start/image", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta/text", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta/reasoningContent", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta/toolUse", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta/toolResult", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta/image", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta/citation", AnswerMember.Content, AnswerMember.ContentLimit);

    public static ReadOnlySpan<byte> BlockEvent => "contentBlock"u8;

    public static ReadOnlySpan<byte> MessageStop => "messageStop"u8;

    public static ReadOnlySpan<byte> Metadata => "metadata"u8;
}
