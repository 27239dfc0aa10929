using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Converse;

/// <summary>A block of a stream that is being read and has not ended.</summary>
/// <param name="index">The upstream's number.</param>
/// <param name="number">The hub's number; -1 for a block that is passed over.</param>
/// <param name="kind">What grows in it.</param>
internal sealed class ConverseOpenBlock(int index, int number, BlockKind kind)
{
    public int Index => index;

    public int Number => number;

    public BlockKind Kind => kind;

    public bool HasGrown { get; set; }

    public ReasoningSealKind SealKind { get; private set; }

    public byte[]? Seal { get; private set; }

    /// <summary>Takes a seal: the last one that says something counts.</summary>
    public void Sign(ReasoningSealKind sealKind, ReadOnlySpan<byte> token)
    {
        if (token.Length <= 2) return;
        SealKind = sealKind;
        Seal = token.ToArray();
    }
}
