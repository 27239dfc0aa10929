namespace Gantry.Protocols.Hub;

/// <summary>One step of a streamed answer. Lives for the one call that it is handed to: its text is a slice of the read buffer.</summary>
public readonly ref struct StreamEvent
{
    public required StreamEventKind Kind { get; init; }

    /// <summary>Number of the block, from 0.</summary>
    public int Block { get; init; }

    public BlockKind BlockKind { get; init; }

    /// <summary>A whole JSON string token, quotes included: the text that was added, the seal, or (at the stop) the sequence that was met.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Id of the answer, or of a tool call.</summary>
    public string? Id { get; init; }

    /// <summary>The model, or a tool's name.</summary>
    public string? Name { get; init; }

    /// <summary>A tool's namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Reasoning: the text is a summary made for people.</summary>
    public bool IsSummary { get; init; }

    public ReasoningSealKind Seal { get; init; }

    public Usage Usage { get; init; }

    public StopReason StopReason { get; init; }

    public GatewayError? Error { get; init; }
}
