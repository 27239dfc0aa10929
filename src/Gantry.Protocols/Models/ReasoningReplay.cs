namespace Gantry.Protocols.Models;

/// <summary>Whether a model of the Chat protocol wants its readable thinking back in the history.</summary>
public enum ReasoningReplay
{
    /// <summary>It makes no difference, or is not known.</summary>
    Ignored,

    /// <summary>Every turn that called a tool must carry its thinking.</summary>
    ToolTurns,

    /// <summary>Thinking in the history is refused.</summary>
    Never,
}
