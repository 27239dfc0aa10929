namespace Gantry.Simulator.Framing;

/// <summary>The smallest unit that a stream is written and flushed in.</summary>
/// <param name="Bytes">The exact bytes on the wire.</param>
/// <param name="Kind">What the frame is there for.</param>
/// <param name="Tokens">Answer tokens that this frame delivers.</param>
internal readonly record struct Frame(ReadOnlyMemory<byte> Bytes, FrameKind Kind, int Tokens = 0)
{
    /// <summary>Flush right behind this frame, whatever the pace.</summary>
    public bool Alone { get; init; }

    public static Frame Of(string text, FrameKind kind, int tokens = 0) => new(JsonText.Utf8(text), kind, tokens);
}
