using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Messages;

/// <summary>The names of Messages answers that a meter looks for.</summary>
internal static class MessagesNames
{
    public const int Type = AnswerMember.Own;
    public const int DeltaType = AnswerMember.Own + 1;
    public const int BlockType = AnswerMember.Own + 2;
    public const int Frame = AnswerMember.Own + 3;

    /// <summary>A whole message, and the events of a stream.</summary>
    public static readonly JsonShape Shape = new JsonShape()
        .Want("type", Type, AnswerMember.TextLimit)
        .Want("id", AnswerMember.ResponseId, AnswerMember.TextLimit)
        .Want("message/id", AnswerMember.ResponseId, AnswerMember.TextLimit)
        .Want("model", AnswerMember.Model, AnswerMember.TextLimit)
        .Want("message/model", AnswerMember.Model, AnswerMember.TextLimit)
        .Want("error", AnswerMember.Error, AnswerMember.ErrorLimit)
        .Want("usage", AnswerMember.Usage, AnswerMember.UsageLimit)
        .Want("message/usage", AnswerMember.Usage, AnswerMember.UsageLimit)
        .Want("stop_reason", AnswerMember.Stop, AnswerMember.TextLimit)
        .Want("delta/stop_reason", AnswerMember.Stop, AnswerMember.TextLimit)
        .Want("content", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("content_block/type", BlockType, AnswerMember.TextLimit)
        .Want("content_block/text", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("content_block/thinking", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta/type", DeltaType, AnswerMember.TextLimit)
        .Want("delta/text", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta/thinking", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("delta/partial_json", AnswerMember.Content, AnswerMember.ContentLimit);

    public static ReadOnlySpan<byte> MessageStop => "message_stop"u8;

    public static ReadOnlySpan<byte> BlockStop => "content_block_stop"u8;

    public static ReadOnlySpan<byte> Ping => "ping"u8;
}
