namespace Gantry.Protocols.Hub;

/// <summary>A request for an answer, in no dialect. Its slices live as long as the body that it was read from.</summary>
public sealed record ChatRequest(string Model)
{
    public bool Stream { get; init; }

    /// <summary>What stands before the conversation, one part for each message or block of it.</summary>
    public IReadOnlyList<TextPart> Instructions { get; init; } = [];

    public IReadOnlyList<Turn> Turns { get; init; } = [];

    public IReadOnlyList<Tool> Tools { get; init; } = [];

    public ToolChoice ToolChoice { get; init; } = ToolChoice.Unset;

    /// <summary>Null where nothing is said.</summary>
    public bool? ParallelToolCalls { get; init; }

    public Sampling Sampling { get; init; } = new();

    /// <summary>Null where nothing is said.</summary>
    public ReasoningRequest? Reasoning { get; init; }

    /// <summary>Null for free text.</summary>
    public OutputFormat? OutputFormat { get; init; }

    public RequestIdentity Identity { get; init; } = new();

    public IReadOnlyList<ExtraMember> Extras { get; init; } = [];
}
