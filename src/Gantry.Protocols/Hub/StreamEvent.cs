namespace Gantry.Protocols.Hub;

/// <summary>One step of a streamed answer. Lives for the one call that it is handed to: its text is a slice of the read buffer.</summary>
public readonly ref struct StreamEvent
{
    public required StreamEventKind Kind { get; init; }

    /// <summary>Number of the block, from 0.</summary>
    public int Block { get; init; }

    public BlockKind BlockKind { get; init; }

    /// <summary>A whole JSON string token, quotes included: the text that was added, the seal, or (at the stop) the sequence that was met.
    /// Of a foreign block and of sources: the value as it stands.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Id of the answer, or of a tool call.</summary>
    public string? Id { get; init; }

    /// <summary>The model, a tool's name, the media type of media, or the type of a foreign block.</summary>
    public string? Name { get; init; }

    /// <summary>A tool's namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>Reasoning: the text is a summary made for people.</summary>
    public bool IsSummary { get; init; }

    public ReasoningSealKind Seal { get; init; }

    public Usage Usage { get; init; }

    /// <summary>Whose words a foreign block or the sources of a text are in.</summary>
    public Protocol? From { get; init; }

    /// <summary>At the opening of a block: what its part has beside what grows in it (item, extras, item id, name of a file, an address in place of
    /// data). What the other members of the event say, and what grows, counts more. Null where there is nothing.</summary>
    public Part? Part { get; init; }

    public StopReason StopReason { get; init; }

    /// <summary>At the stop: the provider's explanation of it, as a string token.</summary>
    public ReadOnlySpan<byte> Detail { get; init; }

    public GatewayError? Error { get; init; }
}
