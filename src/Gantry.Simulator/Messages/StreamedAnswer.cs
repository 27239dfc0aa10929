using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;
using static Gantry.Simulator.Framing.JsonText;

namespace Gantry.Simulator.Messages;

/// <summary>Anthropic's event grammar: message_start, blocks one after another, message_delta, message_stop; a ping after the first block opens.</summary>
internal static class StreamedAnswer
{
    private const int MaxPadding = 15;

    public static IEnumerable<Frame> Write(Turn turn)
    {
        var answer = turn.Answer;
        turn.AnswerId = turn.Ids.Next("msg_01", 22);
        var usage = answer.OmitUsage ? "" : $",\"usage\":{UsageObject.Whole(answer.Usage with { Reasoning = 0 }, Math.Min(1, answer.Usage.TotalOutput))}";
        yield return Event(turn, "message_start", $$"""
            ,"message":{"model":{{Quote(turn.Prompt.Model)}},"id":"{{turn.AnswerId}}","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null{{usage}}}
            """, FrameKind.Preamble);

        for (var index = 0; index < answer.Parts.Count; index++)
        {
            yield return Event(turn, "content_block_start", $",\"index\":{index},\"content_block\":{Opening(answer.Parts[index], turn.Ids)}", FrameKind.Preamble);
            if (index == 0) yield return Frame.Of("event: ping\ndata: {\"type\": \"ping\"}\n\n", FrameKind.Preamble);
            foreach (var (delta, tokens) in Deltas(answer.Parts[index]))
            {
                yield return Event(turn, "content_block_delta", $",\"index\":{index},\"delta\":{delta}", FrameKind.Content, tokens);
            }
            yield return Event(turn, "content_block_stop", $",\"index\":{index}", FrameKind.Closing);
        }
        var final = answer.OmitUsage ? "" : $",\"usage\":{UsageObject.Delta(answer.Usage)}";
        yield return Event(turn, "message_delta", $",\"delta\":{{{StopWord.Members(answer.Stop)}}}{final}", FrameKind.Finish);
        yield return Event(turn, "message_stop", "", FrameKind.Terminal);
    }

    // Anthropic pads the data of nearly every event with spaces before the last brace.
    private static Frame Event(Turn turn, string type, string members, FrameKind kind, int tokens = 0)
    {
        var padding = new string(' ', turn.Sequence++ * 7 % MaxPadding);
        return Frame.Of($"event: {type}\ndata: {{\"type\":\"{type}\"{members}{padding}}}\n\n", kind, tokens);
    }

    private static string Opening(AnswerPart part, Ids ids) => part switch
    {
        TextPart => """{"type":"text","text":""}""",
        ReasoningPart => """{"type":"thinking","thinking":"","signature":""}""",
        RedactedPart redacted => $$"""{"type":"redacted_thinking","data":"{{redacted.Seal}}"}""",
        ToolCallPart call => $$$"""{"type":"tool_use","id":"{{{ids.Next("toolu_01", 22)}}}","name":{{{Quote(call.Name)}}},"input":{},"caller":{"type":"direct"}}""",
        _ => throw new InvalidOperationException($"No block for {part.GetType().Name}."),
    };

    private static IEnumerable<(string Json, int Tokens)> Deltas(AnswerPart part)
    {
        switch (part)
        {
            case TextPart text:
                foreach (var piece in text.Pieces) yield return ($$"""{"type":"text_delta","text":{{Quote(piece)}}}""", Tokens.Of(piece));
                break;
            case ReasoningPart reasoning:
                foreach (var piece in reasoning.Pieces) yield return ($$"""{"type":"thinking_delta","thinking":{{Quote(piece)}}}""", Tokens.Of(piece));
                yield return ($$"""{"type":"signature_delta","signature":"{{reasoning.Seal}}"}""", 0);
                break;
            case ToolCallPart call:
                yield return ("""{"type":"input_json_delta","partial_json":""}""", 0);
                foreach (var piece in call.Pieces) yield return ($$"""{"type":"input_json_delta","partial_json":{{Quote(piece)}}}""", Tokens.Of(piece));
                break;
            default: break;
        }
    }
}
