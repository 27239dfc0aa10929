using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;
using static Gantry.Simulator.Framing.JsonText;

namespace Gantry.Simulator.Converse;

/// <summary>AWS event stream frames: messageStart, blocks, messageStop, metadata. Text and reasoning blocks open with their first delta.</summary>
internal static class StreamedAnswer
{
    private const string Padding = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public static IEnumerable<Frame> Write(Turn turn)
    {
        yield return Event(turn, "messageStart", "", "\"role\":\"assistant\"", FrameKind.Preamble);
        var parts = turn.Answer.Parts;
        for (var index = 0; index < parts.Count; index++)
        {
            var at = $"\"contentBlockIndex\":{index},";
            if (parts[index] is ToolCallPart call)
            {
                var start = "\"start\":" + $$$"""{"toolUse":{"name":{{{Quote(call.Name)}}},"toolUseId":"{{{turn.Ids.Next("tooluse_", 22)}}}","type":"tool_use"}}""";
                yield return Event(turn, "contentBlockStart", at, start, FrameKind.Preamble);
            }
            foreach (var (delta, tokens) in Deltas(parts[index])) yield return Event(turn, "contentBlockDelta", at, $"\"delta\":{delta}", FrameKind.Content, tokens);
            yield return Event(turn, "contentBlockStop", at, "", FrameKind.Closing);
        }
        yield return Event(turn, "messageStop", "", $"\"stopReason\":\"{WholeAnswer.Stop(turn.Answer.Stop)}\"", FrameKind.Finish);
        if (!turn.Answer.OmitUsage)
        {
            yield return Event(turn, "metadata", "\"metrics\":{\"latencyMs\":12},", $"\"usage\":{UsageObject.Write(turn.Answer.Usage)}", FrameKind.Usage);
        }
    }

    // Bedrock pads every payload with a member p of changing length.
    private static Frame Event(Turn turn, string type, string before, string members, FrameKind kind, int tokens = 0)
    {
        var padding = Padding[..(1 + (turn.Sequence++ * 17 % Padding.Length))];
        return new Frame(EventStreamFrame.Event(type, $"{{{before}{members}{(members.Length > 0 ? "," : "")}\"p\":\"{padding}\"}}"), kind, tokens);
    }

    private static IEnumerable<(string Json, int Tokens)> Deltas(AnswerPart part)
    {
        switch (part)
        {
            case TextPart text:
                foreach (var piece in text.Pieces) yield return ($$"""{"text":{{Quote(piece)}}}""", Tokens.Of(piece));
                break;
            case ReasoningPart reasoning:
                foreach (var piece in reasoning.Pieces) yield return ($$$"""{"reasoningContent":{"text":{{{Quote(piece)}}}}}""", Tokens.Of(piece));
                yield return ($$$"""{"reasoningContent":{"signature":"{{{reasoning.Seal}}}"}}""", 0);
                break;
            case RedactedPart redacted:
                yield return ($$$"""{"reasoningContent":{"redactedContent":"{{{redacted.Seal}}}"}}""", 1);
                break;
            case ToolCallPart call:
                foreach (var piece in call.Pieces) yield return ($$$"""{"toolUse":{"input":{{{Quote(piece)}}}}}""", Tokens.Of(piece));
                break;
            default: break;
        }
    }
}
