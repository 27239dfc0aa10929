namespace Gantry.Protocols.Reasoning.Controls;

/// <summary>What else of a request decides whether a model of the Messages protocol may think.</summary>
public readonly record struct MessagesContext
{
    /// <summary>The client's cap on the answer, thinking included; null where it gave none.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>The request makes the model call a tool.</summary>
    public bool ForcedTool { get; init; }

    /// <summary>The last assistant turn calls a tool, and the thinking block that must precede the call cannot be had.</summary>
    public bool MissingBlock { get; init; }
}
