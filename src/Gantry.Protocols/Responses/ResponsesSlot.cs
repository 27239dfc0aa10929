using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Responses;

/// <summary>A block of a stream that is read.</summary>
internal sealed class ResponsesSlot(int block, BlockKind kind, bool isSummary)
{
    public int Block { get; } = block;

    public BlockKind Kind { get; } = kind;

    public bool IsSummary { get; } = isSummary;

    /// <summary>Something has been said in it.</summary>
    public bool HasGrown { get; set; }

    /// <summary>Its sources have been told one by one.</summary>
    public bool HasCited { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>Reasoning: the part of it that is being said.</summary>
    public long Part { get; set; }
}
