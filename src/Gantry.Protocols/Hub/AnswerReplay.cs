using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>Tells a whole answer as a stream: every block in one piece.</summary>
public static class AnswerReplay
{
    /// <remarks>Media and foreign parts have no place in a stream of the hub; the writer of the whole answer deals with them.</remarks>
    public static void Replay(ChatAnswer answer, IStreamSink sink)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(sink);
        sink.Take(new StreamEvent { Kind = StreamEventKind.Started, Id = answer.Id, Name = answer.Model });
        var block = 0;
        foreach (var part in answer.Parts)
        {
            if (Tell(part, block, sink)) block++;
        }

        if (answer.Usage is { } usage) sink.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = usage });
        sink.Take(new StreamEvent
        {
            Kind = StreamEventKind.Stopped,
            StopReason = answer.StopReason,
            Text = answer.StopSequence is { } sequence ? sequence.Token : default,
        });
    }

    private static bool Tell(Part part, int block, IStreamSink sink)
    {
        switch (part)
        {
            case TextPart text:
                Tell(new StreamEvent { Kind = StreamEventKind.Opened, Block = block, BlockKind = BlockKind.Text }, text.Text, null, sink);
                return true;
            case RefusalPart refusal:
                Tell(new StreamEvent { Kind = StreamEventKind.Opened, Block = block, BlockKind = BlockKind.Refusal }, refusal.Text, null, sink);
                return true;
            case ReasoningPart reasoning:
                Tell(
                    new StreamEvent { Kind = StreamEventKind.Opened, Block = block, BlockKind = BlockKind.Reasoning, IsSummary = reasoning.IsSummary },
                    reasoning.Text,
                    reasoning.Seal,
                    sink);
                return true;
            case ToolCallPart call:
                var opened = new StreamEvent
                {
                    Kind = StreamEventKind.Opened,
                    Block = block,
                    BlockKind = call.Kind == ToolKind.Custom ? BlockKind.CustomToolCall : BlockKind.ToolCall,
                    Id = call.Id,
                    Name = call.Name,
                    Namespace = call.Namespace,
                };
                Tell(opened, call.ArgumentsText ?? JsonText.From(call.Arguments.ToString()), call.Seal, sink);
                return true;
            default:
                return false;
        }
    }

    private static void Tell(in StreamEvent opened, JsonText text, ReasoningSeal? seal, IStreamSink sink)
    {
        sink.Take(opened);
        if (!text.IsEmpty)
        {
            sink.Take(new StreamEvent
            {
                Kind = StreamEventKind.Grew,
                Block = opened.Block,
                BlockKind = opened.BlockKind,
                IsSummary = opened.IsSummary,
                Text = text.Token,
            });
        }

        if (seal is not null)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Sealed, Block = opened.Block, BlockKind = opened.BlockKind, Text = seal.Data.Token, Seal = seal.Kind });
        }

        sink.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = opened.Block });
    }
}
