using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Converse;

/// <summary>Reads a whole answer. A message that is null says nothing; an answer without an output is none.</summary>
internal static class ConverseAnswerReader
{
    public static ChatAnswer Read(ReadOnlyMemory<byte> body)
    {
        var cursor = new ConverseCursor(body);
        var place = new ConversePlace("");
        if (cursor.Token != JsonTokenType.StartObject) throw place.Fault("", "an object");
        JsonSlice output = default, stop = default, fields = default, usage = default;
        while (cursor.NextMember(out var name))
        {
            var value = cursor.Value();
            switch (name)
            {
                case "output":
                    output = value;
                    break;
                case "stopReason":
                    stop = value;
                    break;
                case "additionalModelResponseFields":
                    fields = value;
                    break;
                case "usage":
                    usage = value;
                    break;
            }
        }

        cursor.End();
        return new ChatAnswer
        {
            Parts = Parts(ConverseMembers.Read(output, place, "output").Take("message")),
            StopReason = stop.Kind == JsonTokenType.String ? ConverseWords.Stop(stop.Span[1..^1]) : StopReason.Other,
            StopSequence = Sequence(fields),
            Usage = usage.Kind == JsonTokenType.StartObject ? new ConverseUsage().Read(usage.Span, MeterQuirks.None) : null,
        };
    }

    /// <summary>The stop sequence that was met, as far as the model tells: in its own field, and only where the client has asked for that.</summary>
    public static JsonText? Sequence(JsonSlice fields) =>
        fields.Kind == JsonTokenType.StartObject ? ConverseMembers.Read(fields).TakeText("stop_sequence") : null;

    private static List<Part> Parts(JsonSlice message)
    {
        if (message.IsAbsent) return [];
        var content = ConverseMembers.Read(message, new ConversePlace("output"), "message").Take("content");
        if (content.IsAbsent) return [];
        var cursor = new ConverseCursor(content.Memory);
        return ConverseBlockReader.Read(ref cursor, new ConversePlace("output.message.content"));
    }
}
