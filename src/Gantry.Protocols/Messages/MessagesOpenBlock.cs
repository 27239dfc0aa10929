using System.Buffers;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Messages;

/// <summary>A block of a stream that is being read and has not ended.</summary>
/// <param name="index">The upstream's number.</param>
/// <param name="number">The hub's number.</param>
/// <param name="kind">What grows in it.</param>
internal sealed class MessagesOpenBlock(int index, int number, BlockKind kind)
{
    public int Index => index;

    public int Number => number;

    public BlockKind Kind => kind;

    public bool HasGrown { get; set; }

    /// <summary>Arguments that came with the opening.</summary>
    public byte[] Input { get; set; } = [];

    /// <summary>Foreign: the block as it opened.</summary>
    public byte[] Raw { get; set; } = [];

    /// <summary>Foreign: what was added to its input or content, between the quotes of a string.</summary>
    public ArrayBufferWriter<byte>? Added { get; set; }

    public ReasoningSealKind Seal { get; set; } = ReasoningSealKind.Signature;

    public byte[]? Signature { get; private set; }

    /// <summary>Takes a signature. The empty one with which a block opens says nothing.</summary>
    public void Sign(ReadOnlySpan<byte> token)
    {
        if (token.Length > 2) Signature = token.ToArray();
    }
}
