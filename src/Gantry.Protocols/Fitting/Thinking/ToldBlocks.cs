using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Reasoning;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>The blocks as the client counts them.</summary>
/// <param name="client">Where they go.</param>
/// <param name="slot">The kind of seal that this client carries.</param>
internal sealed class ToldBlocks(IStreamSink client, ReasoningSealKind slot)
{
    private int _next;

    /// <summary>The next number, for a block that its own event opens.</summary>
    public int Number(ToldBlock block) => block.Number = _next++;

    /// <summary>Opens a block that has not been.</summary>
    public void Open(ToldBlock block)
    {
        if (block.Number >= 0) return;
        block.Number = _next++;
        client.Take(new StreamEvent
        {
            Kind = StreamEventKind.Opened,
            Block = block.Number,
            BlockKind = block.Kind,
            Id = block.IsCall ? block.Id : null,
            Name = block.IsCall ? block.Name : null,
            Namespace = block.Namespace,
            IsSummary = block.IsSummary,
        });
    }

    /// <summary>Gives an open block its envelope.</summary>
    public void Seal(ToldBlock block, JsonText envelope) => client.Take(new StreamEvent
    {
        Kind = StreamEventKind.Sealed,
        Block = block.Number,
        BlockKind = block.Kind,
        Text = envelope.Token,
        Seal = slot,
    });

    /// <summary>Closes a block if it has been opened.</summary>
    public void Close(ToldBlock block)
    {
        if (block.Number >= 0) client.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = block.Number });
    }

    /// <summary>Tells a block that is nothing but a blob.</summary>
    public void Carry(in ReasoningBlob blob)
    {
        var carrier = new ToldBlock(BlockKind.Reasoning);
        Open(carrier);
        Seal(carrier, ReasoningEnvelope.Encode(blob));
        Close(carrier);
    }
}
