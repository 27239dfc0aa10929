using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>A block of a stream that is being written. While an earlier one is open, it is kept here: the dialect has one open at a time.</summary>
/// <param name="kind">What grows in it.</param>
/// <param name="id">Of a tool call; may be empty.</param>
/// <param name="name">Of a tool.</param>
/// <param name="whole">Media and what is foreign: kept until it is whole.</param>
internal sealed class MessagesPendingBlock(BlockKind kind, string id, string name, AnswerBlock? whole = null)
{
    private GrowingText? _text;

    public BlockKind Kind => kind;

    public string Id => id;

    public string Name => name;

    public AnswerBlock? Whole => whole;

    /// <summary>Sources of the text in the dialect's form, told at its end.</summary>
    public JsonSlice Citations { get; set; }

    public bool HasEnded { get; set; }

    /// <summary>Its opening has been written.</summary>
    public bool HasBegun { get; set; }

    public bool IsClosed { get; set; }

    public byte[]? Seal { get; set; }

    public ReasoningSealKind SealKind { get; set; }

    /// <summary>What has been kept. Lives until it is released.</summary>
    public JsonText Kept => _text?.Text ?? default;

    public void Keep(ReadOnlySpan<byte> token) => (_text ??= new GrowingText()).Append(token);

    /// <summary>Forgets what has been kept.</summary>
    public void Release() => _text?.Release();
}
