using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Responses;

/// <summary>The names of Responses answers that a meter looks for.</summary>
internal static class ResponsesNames
{
    public const int Type = AnswerMember.Own;
    public const int Status = AnswerMember.Own + 1;
    public const int IncompleteReason = AnswerMember.Own + 2;
    public const int OutputType = AnswerMember.Own + 3;
    public const int OutputAction = AnswerMember.Own + 4;
    public const int AddedType = AnswerMember.Own + 5;

    /// <summary>A whole response, and the events that carry one.</summary>
    public static readonly JsonShape Shape = Answer().Want("type", Type, AnswerMember.TextLimit)
        .Want("delta", AnswerMember.Content, AnswerMember.ContentLimit)
        .Want("item/type", AddedType, AnswerMember.TextLimit);

    public static ReadOnlySpan<byte> Done => "[DONE]"u8;

    private static JsonShape Answer()
    {
        var shape = new JsonShape();
        foreach (string at in new[] { "", "response/" })
        {
            shape.Want(at + "id", AnswerMember.ResponseId, AnswerMember.TextLimit)
                .Want(at + "model", AnswerMember.Model, AnswerMember.TextLimit)
                .Want(at + "error", AnswerMember.Error, AnswerMember.ErrorLimit)
                .Want(at + "usage", AnswerMember.Usage, AnswerMember.UsageLimit)
                .Want(at + "service_tier", AnswerMember.ServiceTier, AnswerMember.TextLimit)
                .Want(at + "status", Status, AnswerMember.TextLimit)
                .Want(at + "incomplete_details/reason", IncompleteReason, AnswerMember.TextLimit)
                .Want(at + "output/*/type", OutputType, AnswerMember.TextLimit)
                .Want(at + "output/*/action/type", OutputAction, AnswerMember.TextLimit);
        }

        return shape;
    }
}
