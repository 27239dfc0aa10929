using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>One block of an answer on its way to the client.</summary>
/// <param name="kind">What grows in it.</param>
internal sealed class ToldBlock(BlockKind kind)
{
    private GrowingText? _text;

    public BlockKind Kind { get; } = kind;

    public bool IsCall => Kind is BlockKind.ToolCall or BlockKind.CustomToolCall;

    public bool IsSummary { get; init; }

    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public string? Namespace { get; init; }

    /// <summary>Its number at the client; below 0 while it has not been opened there.</summary>
    public int Number { get; set; } = -1;

    public ReasoningSeal? Seal { get; set; }

    /// <summary>What the client shall carry for it.</summary>
    public JsonText? Envelope { get; set; }

    /// <summary>What was kept. Lives until the block is released.</summary>
    public JsonText Kept => _text?.Text ?? default;

    /// <summary>Keeps what was said.</summary>
    public void Keep(ReadOnlySpan<byte> token) => (_text ??= new GrowingText()).Append(token);

    /// <summary>Forgets what was kept: the answer has ended.</summary>
    public void Release() => _text?.Release();
}
