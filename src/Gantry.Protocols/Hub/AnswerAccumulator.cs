using System.Buffers;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>Makes a whole answer of a stream. The texts are copied: the answer outlives the buffers that the stream was read from.</summary>
public sealed class AnswerAccumulator : IStreamSink
{
    private readonly List<Block> _blocks = [];
    private string _id = "";
    private string _model = "";
    private Usage? _usage;
    private StopReason _stopReason;
    private JsonText? _stopSequence;

    /// <summary>The stream has reached its end.</summary>
    public bool Complete { get; private set; }

    /// <summary>Why it broke off; null where it did not.</summary>
    public GatewayError? Error { get; private set; }

    public void Take(in StreamEvent step)
    {
        switch (step.Kind)
        {
            case StreamEventKind.Started:
                _id = step.Id ?? "";
                _model = step.Name ?? "";
                break;
            case StreamEventKind.Opened:
                _blocks.Add(new Block(step.BlockKind, step.Id ?? "", step.Name ?? "", step.Namespace, step.IsSummary));
                break;
            case StreamEventKind.Grew:
                _blocks[step.Block].Text.Write(step.Text[1..^1]);
                break;
            case StreamEventKind.Sealed:
                _blocks[step.Block].Seal = new ReasoningSeal(step.Seal, new JsonText(step.Text.ToArray()));
                break;
            case StreamEventKind.Usage:
                _usage = step.Usage;
                break;
            case StreamEventKind.Stopped:
                _stopReason = step.StopReason;
                if (!step.Text.IsEmpty) _stopSequence = new JsonText(step.Text.ToArray());
                Complete = true;
                break;
            case StreamEventKind.Failed:
                Error = step.Error;
                break;
        }
    }

    /// <summary>What has come so far.</summary>
    public ChatAnswer ToAnswer() => new()
    {
        Id = _id,
        Model = _model,
        Parts = [.. _blocks.Select(block => block.ToPart())],
        StopReason = _stopReason,
        StopSequence = _stopSequence,
        Usage = _usage,
    };

    private sealed class Block(BlockKind kind, string id, string name, string? toolNamespace, bool isSummary)
    {
        public ArrayBufferWriter<byte> Text { get; } = new(256);

        public ReasoningSeal? Seal { get; set; }

        public Part ToPart() => kind switch
        {
            BlockKind.Text => new TextPart(Token()),
            BlockKind.Refusal => new RefusalPart(Token()),
            BlockKind.Reasoning => new ReasoningPart(Token()) { IsSummary = isSummary, Seal = Seal },
            _ => new ToolCallPart(id, name)
            {
                Kind = kind == BlockKind.CustomToolCall ? ToolKind.Custom : ToolKind.Function,
                Namespace = toolNamespace,
                ArgumentsText = Token(),
                Seal = Seal,
            },
        };

        private JsonText Token()
        {
            var token = new byte[Text.WrittenCount + 2];
            token[0] = token[^1] = (byte)'"';
            Text.WrittenSpan.CopyTo(token.AsSpan(1));
            return new JsonText(token);
        }
    }
}
