using Usage = Gantry.Protocols.Hub.Usage;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;

namespace Gantry.Simulator.Gemini;

/// <summary>GenerateContentResponses in a row: events with CRLF, or the elements of one growing array. Usage is cumulative in each.</summary>
internal static class StreamedAnswer
{
    public static IEnumerable<Frame> Write(Turn turn)
    {
        var answer = turn.Answer;
        turn.AnswerId = turn.Ids.Next("", 23);
        string? seal = null;
        var delivered = 0L;
        var thought = 0L;
        foreach (var part in answer.Parts)
        {
            switch (part)
            {
                case ReasoningPart reasoning:
                    seal = reasoning.Seal;
                    foreach (var piece in reasoning.Pieces)
                    {
                        thought += Tokens.Of(piece);
                        yield return Chunk(turn, Parts.Thought(piece), Tokens.Of(piece), Sofar(answer.Usage, delivered, thought));
                    }
                    break;
                case RedactedPart redacted: seal = redacted.Seal; break;
                case ToolCallPart call:
                    delivered += call.Tokens;
                    yield return Chunk(turn, Parts.Call(call), (int)call.Tokens, Sofar(answer.Usage, delivered, thought));
                    break;
                case TextPart text:
                    foreach (var piece in text.Pieces)
                    {
                        delivered += Tokens.Of(piece);
                        yield return Chunk(turn, Parts.Text(piece), Tokens.Of(piece), Sofar(answer.Usage, delivered, thought));
                    }
                    break;
                default: break;
            }
        }
        var usage = answer.OmitUsage ? "" : UsageObject.Write(answer.Usage);
        yield return Wrap(turn, Parts.Response(turn, Parts.Text("", seal), Parts.Finish(answer.Stop), usage), FrameKind.Finish, 0);
        if (turn.Prompt.JsonArray) yield return Frame.Of("]", FrameKind.Terminal);
    }

    private static Frame Chunk(Turn turn, string part, int tokens, Usage usage) =>
        Wrap(turn, Parts.Response(turn, part, null, turn.Answer.OmitUsage ? "" : UsageObject.Write(usage)), FrameKind.Content, tokens);

    // Cumulative and never above the final claim, so that the last chunk only ever raises the numbers.
    private static Usage Sofar(Usage final, long delivered, long thought)
    {
        var reasoning = Math.Min(thought, final.Reasoning);
        return final with { Output = Math.Min(delivered, final.Output - final.Reasoning) + reasoning, Reasoning = reasoning, ImageOutput = 0, AudioOutput = 0 };
    }

    private static Frame Wrap(Turn turn, string response, FrameKind kind, int tokens)
    {
        var first = turn.Sequence++ == 0;
        if (!turn.Prompt.JsonArray) return Frame.Of($"data: {response}\r\n\r\n", kind, tokens);
        return Frame.Of((first ? "[" : ",\r\n") + response + "\n", kind, tokens);
    }
}
