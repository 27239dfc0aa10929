using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Messages;

/// <summary>Reads a whole message.</summary>
internal static class MessagesAnswerReader
{
    public static ChatAnswer Read(ReadOnlyMemory<byte> body)
    {
        var cursor = new MessagesCursor(body);
        var place = new MessagesPlace("");
        if (cursor.Token != JsonTokenType.StartObject) throw place.Fault("", "an object");
        IReadOnlyList<Part>? parts = null;
        JsonSlice id = default, model = default, stop = default, sequence = default, usage = default, details = default;
        while (cursor.NextMember(out var name))
        {
            switch (name)
            {
                case "content":
                    parts = MessagesBlockReader.Read(ref cursor, place, null);
                    break;
                case "id":
                    id = cursor.Value();
                    break;
                case "model":
                    model = cursor.Value();
                    break;
                case "stop_reason":
                    stop = cursor.Value();
                    break;
                case "stop_sequence":
                    sequence = cursor.Value();
                    break;
                case "stop_details":
                    details = cursor.Value();
                    break;
                case "usage":
                    usage = cursor.Value();
                    break;
                default:
                    cursor.Value();
                    break;
            }
        }

        cursor.End();
        return new ChatAnswer
        {
            Id = String(id),
            Model = String(model),
            Parts = Unsealed(parts ?? throw place.Fault("content", "an array of blocks")),
            StopReason = stop.Kind == JsonTokenType.String ? MessagesWords.Stop(stop.Span[1..^1]) : StopReason.Other,
            StopSequence = sequence.Kind == JsonTokenType.String ? new JsonText(sequence.Memory) : null,
            StopDetail = MessagesWords.Explanation(details),
            Usage = usage.Kind == JsonTokenType.StartObject ? new MessagesUsage(MeterQuirks.None).Read(usage.Span) : null,
        };
    }

    // The empty signature is the form of none, as it is in a stream.
    private static IReadOnlyList<Part> Unsealed(IReadOnlyList<Part> parts) =>
        parts.Any(IsUnsealed) ? [.. parts.Select(part => IsUnsealed(part) ? (ReasoningPart)part with { Seal = null } : part)] : parts;

    private static bool IsUnsealed(Part part) => part is ReasoningPart { Seal: { Kind: ReasoningSealKind.Signature, Data.IsEmpty: true } };

    private static string String(JsonSlice value) => value.Kind == JsonTokenType.String ? new JsonText(value.Memory).ToString() : "";
}
