using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;
using static Gantry.Simulator.Framing.JsonText;

namespace Gantry.Simulator.Responses;

/// <summary>OpenAI's numbered events: created, in_progress, each item from added to done, and the finished response.</summary>
internal static class StreamedAnswer
{
    public static IEnumerable<Frame> Write(Turn turn)
    {
        turn.AnswerId = turn.Ids.Hex("resp_", 48);
        foreach (var type in (string[])["response.created", "response.in_progress"])
        {
            yield return Event(turn, type, $",\"response\":{ResponseObject.Write(turn, "in_progress", [])}", FrameKind.Preamble);
        }

        var stop = turn.Answer.Stop;
        var items = new List<string>();
        foreach (var part in turn.Answer.Parts)
        {
            var at = $"\"output_index\":{items.Count}";
            var id = Items.Id(part, turn.Ids);
            var callId = turn.Ids.Next("call_", 24);
            yield return Event(turn, "response.output_item.added", $",{at},\"item\":{Items.Open(part, id, callId)}", FrameKind.Preamble);
            foreach (var frame in Inside(turn, part, $"\"item_id\":\"{id}\",{at}")) yield return frame;
            items.Add(Items.Finished(part, id, callId, stop == StopReason.Refused, stop == StopReason.Length));
            yield return Event(turn, "response.output_item.done", $",{at},\"item\":{items[^1]}", FrameKind.Closing);
        }
        var status = WholeAnswer.Status(stop);
        turn.Finished = ResponseObject.Write(turn, status, items);
        yield return Event(turn, $"response.{status}", $",\"response\":{turn.Finished}", FrameKind.Terminal);
    }

    public static Frame Event(Turn turn, string type, string members, FrameKind kind, int tokens = 0) =>
        Frame.Of($"event: {type}\ndata: {{\"type\":\"{type}\",\"sequence_number\":{turn.Sequence++}{members}}}\n\n", kind, tokens);

    private static IEnumerable<Frame> Inside(Turn turn, AnswerPart part, string at) => part switch
    {
        TextPart text => Text(turn, text, at),
        ReasoningPart reasoning => Reasoning(turn, reasoning, at),
        ToolCallPart call => Call(turn, call, at),
        _ => [],
    };

    private static IEnumerable<Frame> Text(Turn turn, TextPart text, string at)
    {
        var refused = turn.Answer.Stop == StopReason.Refused;
        var (type, member, logprobs) = refused ? ("response.refusal", "refusal", "") : ("response.output_text", "text", ",\"logprobs\":[]");
        at += ",\"content_index\":0";
        yield return Event(turn, "response.content_part.added", $",{at},\"part\":{Items.TextOf("", refused)}", FrameKind.Preamble);
        foreach (var piece in text.Pieces)
        {
            yield return Event(turn, $"{type}.delta", $",{at},\"delta\":{Quote(piece)}{logprobs}", FrameKind.Content, Tokens.Of(piece));
        }
        yield return Event(turn, $"{type}.done", $",{at},\"{member}\":{Quote(text.Text)}{logprobs}", FrameKind.Closing);
        yield return Event(turn, "response.content_part.done", $",{at},\"part\":{Items.TextOf(text.Text, refused)}", FrameKind.Closing);
    }

    private static IEnumerable<Frame> Reasoning(Turn turn, ReasoningPart reasoning, string at)
    {
        at += ",\"summary_index\":0";
        yield return Event(turn, "response.reasoning_summary_part.added", $",{at},\"part\":{Items.Summary("")}", FrameKind.Preamble);
        foreach (var piece in reasoning.Pieces)
        {
            yield return Event(turn, "response.reasoning_summary_text.delta", $",{at},\"delta\":{Quote(piece)}", FrameKind.Content, Tokens.Of(piece));
        }
        yield return Event(turn, "response.reasoning_summary_text.done", $",{at},\"text\":{Quote(reasoning.Text)}", FrameKind.Closing);
        yield return Event(turn, "response.reasoning_summary_part.done", $",{at},\"part\":{Items.Summary(reasoning.Text)}", FrameKind.Closing);
    }

    private static IEnumerable<Frame> Call(Turn turn, ToolCallPart call, string at)
    {
        var (type, member) = call.Custom ? ("response.custom_tool_call_input", "input") : ("response.function_call_arguments", "arguments");
        foreach (var piece in call.Pieces) yield return Event(turn, $"{type}.delta", $",{at},\"delta\":{Quote(piece)}", FrameKind.Content, Tokens.Of(piece));
        yield return Event(turn, $"{type}.done", $",{at},\"{member}\":{Quote(call.Input)}", FrameKind.Closing);
    }
}
