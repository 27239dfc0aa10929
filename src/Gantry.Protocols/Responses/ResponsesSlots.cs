using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>The blocks of a stream that is read, by the item and the part of it that the dialect names.</summary>
internal sealed class ResponsesSlots(IStreamSink sink)
{
    private readonly Dictionary<(long Item, long Part), ResponsesSlot> _slots = [];

    /// <summary>Something has been said.</summary>
    public bool Any => _slots.Count > 0;

    public bool HasCalls { get; private set; }

    public bool HasRefusal { get; private set; }

    public ResponsesSlot? Find(long item, long part) => _slots.GetValueOrDefault((item, part));

    public ResponsesSlot Open(long item, long part, BlockKind kind, bool isSummary)
    {
        HasRefusal |= kind == BlockKind.Refusal;
        var slot = Add(item, part, kind, isSummary);
        sink.Take(new StreamEvent { Kind = StreamEventKind.Opened, Block = slot.Block, BlockKind = kind, IsSummary = isSummary });
        return slot;
    }

    public ResponsesSlot OpenTool(long item, ToolCallPart call)
    {
        HasCalls = true;
        var slot = Add(item, 0, call.Kind == ToolKind.Custom ? BlockKind.CustomToolCall : BlockKind.ToolCall, false);
        sink.Take(new StreamEvent
        {
            Kind = StreamEventKind.Opened,
            Block = slot.Block,
            BlockKind = slot.Kind,
            Id = call.Id,
            Name = call.Name,
            Namespace = call.Namespace,
        });
        return slot;
    }

    public void Grow(ResponsesSlot? slot, JsonText text)
    {
        if (slot is null || slot.IsClosed || text.IsEmpty) return;
        slot.HasGrown = true;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Grew, Block = slot.Block, BlockKind = slot.Kind, IsSummary = slot.IsSummary, Text = text.Token });
    }

    /// <summary>Tells sources of a text.</summary>
    public void Cite(ResponsesSlot? slot, ReadOnlySpan<byte> sources)
    {
        if (slot is not { Kind: BlockKind.Text, IsClosed: false }) return;
        slot.HasCited = true;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Cited, Block = slot.Block, BlockKind = slot.Kind, From = Protocol.Responses, Text = sources });
    }

    /// <summary>Adds to a thought. The parts of one item are paragraphs of one block; what is told as a summary is not told again raw.</summary>
    public void Think(long item, long part, bool isSummary, JsonText text)
    {
        var slot = Find(item, 0) ?? Open(item, 0, BlockKind.Reasoning, isSummary);
        if (slot.Kind != BlockKind.Reasoning || slot.IsSummary != isSummary || text.IsEmpty) return;
        if (slot.HasGrown && slot.Part != part) Grow(slot, JsonText.From("\n\n"));
        slot.Part = part;
        Grow(slot, text);
    }

    /// <summary>Tells what a finished part says that has not been told, and ends it.</summary>
    public void Finish(long item, int part, Part said)
    {
        var slot = Find(item, part);
        if (slot is { IsClosed: true }) return;

        // Bedrock counts the parts of a message otherwise in its deltas than in the item: then all has been said.
        if (slot is null && said is (TextPart or RefusalPart) && _slots.Any(known => known.Key.Item == item && known.Key.Part > part)) return;
        switch (said)
        {
            case TextPart text:
                slot ??= Open(item, part, BlockKind.Text, false);
                if (!slot.HasGrown) Grow(slot, text.Text);
                if (!slot.HasCited && !text.Citations.IsAbsent) Cite(slot, text.Citations.Span);
                break;
            case RefusalPart refusal:
                slot ??= Open(item, part, BlockKind.Refusal, false);
                if (!slot.HasGrown) Grow(slot, refusal.Text);
                break;
            case ReasoningPart reasoning:
                slot ??= Open(item, part, BlockKind.Reasoning, reasoning.IsSummary);
                if (!slot.HasGrown) Grow(slot, reasoning.Text);
                if (reasoning.Seal is { } seal)
                {
                    sink.Take(new StreamEvent
                    {
                        Kind = StreamEventKind.Sealed,
                        Block = slot.Block,
                        BlockKind = slot.Kind,
                        Text = seal.Data.Token,
                        Seal = seal.Kind,
                    });
                }

                break;
            case ToolCallPart { Name.Length: > 0 } call:
                slot ??= OpenTool(item, call);
                if (!slot.HasGrown) Grow(slot, ResponsesItemWriter.Arguments(call));
                break;
            case MediaPart or ForeignPart when slot is null:
                slot = Add(item, part, said is MediaPart ? BlockKind.Media : BlockKind.Foreign, false);
                slot.IsClosed = true;
                AnswerReplay.Tell(said, slot.Block, sink);
                break;
        }

        if (slot is not null) Close(slot);
    }

    /// <summary>Ends what is open of an item.</summary>
    public void Close(long item)
    {
        foreach (var (key, slot) in _slots)
        {
            if (key.Item == item) Close(slot);
        }
    }

    public void CloseAll()
    {
        foreach (var slot in _slots.Values.OrderBy(slot => slot.Block)) Close(slot);
    }

    private ResponsesSlot Add(long item, long part, BlockKind kind, bool isSummary)
    {
        var slot = new ResponsesSlot(_slots.Count, kind, isSummary);
        _slots.Add((item, part), slot);
        return slot;
    }

    private void Close(ResponsesSlot slot)
    {
        if (slot.IsClosed) return;
        slot.IsClosed = true;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = slot.Block });
    }
}
