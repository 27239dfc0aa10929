using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>Tells a whole answer as a stream: every block in one piece.</summary>
public static class AnswerReplay
{
    /// <remarks>Accumulated again it is the same answer, but for results of tools, which no answer holds.</remarks>
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
            Kind = answer.Error is null ? StreamEventKind.Stopped : StreamEventKind.Failed,
            StopReason = answer.StopReason,
            Text = answer.StopSequence is { } sequence ? sequence.Token : default,
            Detail = answer.StopDetail is { } detail ? detail.Token : default,
            Error = answer.Error,
        });
    }

    /// <summary>Tells one part as a block of this number; false for a part that no answer holds.</summary>
    internal static bool Tell(Part part, int block, IStreamSink sink)
    {
        var opened = new StreamEvent { Kind = StreamEventKind.Opened, Block = block, Part = IsPlain(part) ? null : part };
        switch (part)
        {
            case TextPart text:
                Tell(opened with { BlockKind = BlockKind.Text }, text.Text, null, text, sink);
                return true;
            case RefusalPart refusal:
                Tell(opened with { BlockKind = BlockKind.Refusal }, refusal.Text, null, null, sink);
                return true;
            case ReasoningPart reasoning:
                Tell(opened with { BlockKind = BlockKind.Reasoning, IsSummary = reasoning.IsSummary }, reasoning.Text, reasoning.Seal, null, sink);
                return true;
            case ToolCallPart call:
                opened = opened with
                {
                    BlockKind = call.Kind == ToolKind.Custom ? BlockKind.CustomToolCall : BlockKind.ToolCall,
                    Id = call.Id,
                    Name = call.Name,
                    Namespace = call.Namespace,
                };
                Tell(opened, Arguments(call), call.Seal, null, sink);
                return true;
            case MediaPart media:
                Tell(opened with { BlockKind = BlockKind.Media, Name = media.MediaType }, media.Data ?? default, null, null, sink);
                return true;
            case ForeignPart foreign:
                sink.Take(opened with { BlockKind = BlockKind.Foreign, Name = foreign.Type, From = foreign.From });
                if (!foreign.Raw.IsAbsent)
                {
                    sink.Take(new StreamEvent { Kind = StreamEventKind.Grew, Block = block, BlockKind = BlockKind.Foreign, Text = foreign.Raw.Span });
                }

                sink.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = block, BlockKind = BlockKind.Foreign });
                return true;
            default:
                return false;
        }
    }

    /// <summary>The arguments as text, in whatever form they came.</summary>
    internal static JsonText Arguments(ToolCallPart call) =>
        call.ArgumentsText ?? (call.Arguments.IsAbsent ? default : JsonText.From(call.Arguments.ToString()));

    // The events say it all.
    private static bool IsPlain(Part part) => part switch
    {
        { Cache: not CacheMark.None } or { Extras.Count: > 0 } or { Item: not null } => false,
        ReasoningPart reasoning => reasoning.ItemId is null,
        ToolCallPart call => call.ItemId is null && call.ArgumentsText is not null,
        MediaPart => false,
        _ => true,
    };

    private static void Tell(in StreamEvent opened, JsonText text, ReasoningSeal? seal, TextPart? cited, IStreamSink sink)
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

        if (cited is { Citations.IsAbsent: false })
        {
            sink.Take(new StreamEvent
            {
                Kind = StreamEventKind.Cited,
                Block = opened.Block,
                BlockKind = opened.BlockKind,
                From = cited.CitationsFrom,
                Text = cited.Citations.Span,
            });
        }

        if (seal is not null)
        {
            sink.Take(new StreamEvent { Kind = StreamEventKind.Sealed, Block = opened.Block, BlockKind = opened.BlockKind, Text = seal.Data.Token, Seal = seal.Kind });
        }

        sink.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = opened.Block, BlockKind = opened.BlockKind });
    }
}
