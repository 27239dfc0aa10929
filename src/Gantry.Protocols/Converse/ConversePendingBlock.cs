using System.Buffers;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Converse;

/// <summary>A block of a stream that is being written. While an earlier one is open, it is kept here: clients expect one at a time.</summary>
/// <param name="kind">What grows in it.</param>
/// <param name="id">Of a tool call; may be empty.</param>
/// <param name="name">Of a tool.</param>
internal sealed class ConversePendingBlock(BlockKind kind, string id, string name)
{
    private ArrayBufferWriter<byte>? _text;

    public BlockKind Kind => kind;

    public string Id => id;

    public string Name => name;

    /// <summary>Something of it has been written.</summary>
    public bool HasBegun { get; set; }

    public bool IsClosed { get; set; }

    public byte[]? Seal { get; set; }

    public ReasoningSealKind SealKind { get; set; }

    /// <summary>What has been kept, as one string token.</summary>
    public byte[] Kept() => _text is null ? [] : [(byte)'"', .. _text.WrittenSpan, (byte)'"'];

    public void Keep(ReadOnlySpan<byte> token) => (_text ??= new ArrayBufferWriter<byte>(256)).Write(token[1..^1]);
}
