namespace Gantry.Cli.Verify.Dialects;

/// <summary>A stream as its protocol's grammar reads it.</summary>
internal sealed record StreamReading
{
    /// <summary>The text deltas joined.</summary>
    public string Text { get; init; } = "";

    /// <summary>The usage that stands at the end; null when the stream carries none.</summary>
    public TokenCounts? Usage { get; init; }

    /// <summary>The tool calls in the order of their beginning, the fragments of each joined.</summary>
    public IReadOnlyList<ToolUse> Tools { get; init; } = [];

    /// <summary>Why the fragments of calls cannot be told apart, or do not join to what the stream itself says at the end; null for nothing.</summary>
    public string? ToolFault { get; init; }

    /// <summary>Where the stream first leaves the grammar; null when it keeps to it.</summary>
    public string? OrderFault { get; init; }

    /// <summary>What is wrong with the end of the stream; null when it ends as the protocol says.</summary>
    public string? EndFault { get; init; }
}
