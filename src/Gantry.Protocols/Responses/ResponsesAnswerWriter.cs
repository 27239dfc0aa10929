using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Responses;

/// <summary>Writes one whole answer.</summary>
internal static class ResponsesAnswerWriter
{
    public static void Write(ChatAnswer answer, AnswerContext context, Utf8JsonWriter json, LossLog losses)
    {
        string? incomplete = ResponsesWords.Incomplete(answer.StopReason, answer.Parts.Any(part => part is RefusalPart));
        json.WriteStartObject();
        ResponsesEnvelope.Head(context, ResponsesEnvelope.Model(answer.Model, context), incomplete is null ? "completed" : "incomplete", incomplete, null, json);
        json.WriteStartArray("output"u8);
        new ResponsesItemWriter(json, losses, context).Turn(Role.Assistant, answer.Parts, "output");
        json.WriteEndArray();
        ResponsesEnvelope.Echo(context.Request, json);
        ResponsesEnvelope.Usage(answer.Usage, json);
        json.WriteEndObject();
    }
}
