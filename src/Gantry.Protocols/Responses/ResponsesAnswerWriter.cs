using System.Text.Json;
using Gantry.Protocols.Citations;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Writes one whole answer.</summary>
internal static class ResponsesAnswerWriter
{
    public static void Write(ChatAnswer answer, AnswerContext context, Utf8JsonWriter json, LossLog losses)
    {
        var failure = ResponsesWords.Failure(answer.StopReason, answer.StopDetail);
        string? incomplete = ResponsesWords.Incomplete(answer.StopReason, answer.Parts.Any(part => part is RefusalPart));
        var parts = CitationForms.Fit(answer.Parts, Protocol.Responses, losses, "output");
        if (Explanation(answer.StopReason, answer.Parts.Any(part => part is RefusalPart), answer.StopDetail) is { } words) parts = [.. parts, new RefusalPart(words)];
        json.WriteStartObject();
        ResponsesEnvelope.Head(context, ResponsesEnvelope.Model(answer.Model, context), ResponsesWords.Status(incomplete, failure), incomplete, failure, json);
        json.WriteStartArray("output"u8);
        new ResponsesItemWriter(json, losses, context).Turn(Role.Assistant, parts, "output");
        json.WriteEndArray();
        ResponsesEnvelope.Echo(context.Request, json);
        ResponsesEnvelope.Usage(answer.Usage, json);
        json.WriteEndObject();
    }

    /// <summary>The provider's words for a refusal, where the model has none of its own; null for any other end.</summary>
    public static JsonText? Explanation(StopReason reason, bool hasRefusal, JsonText? detail) =>
        !hasRefusal && reason is (StopReason.Refusal or StopReason.Recitation) && detail is { IsEmpty: false } ? detail : null;
}
