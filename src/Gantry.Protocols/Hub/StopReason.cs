namespace Gantry.Protocols.Hub;

/// <summary>Why an answer ended, in one closed list for all protocols (§15 of the translation reference).</summary>
public enum StopReason
{
    /// <summary>The model was done.</summary>
    EndTurn,

    /// <summary>The model wrote one of the request's stop sequences, and the upstream says which.</summary>
    StopSequence,

    /// <summary>The answer reached the length that was asked for.</summary>
    OutputLimit,

    /// <summary>Prompt and answer reached the size of the model's context.</summary>
    ContextLimit,

    /// <summary>The model waits for the results of tools.</summary>
    ToolCalls,

    /// <summary>The model, or a filter over it, refused.</summary>
    Refusal,

    /// <summary>A filter stopped the answer because it recites a protected text.</summary>
    Recitation,

    /// <summary>A filter refused the prompt: there is no answer.</summary>
    PromptBlocked,

    /// <summary>The provider paused its own loop of tools and wants to be asked to go on.</summary>
    Pause,

    /// <summary>The provider stopped behind a compaction of the conversation.</summary>
    Compaction,

    /// <summary>The model wrote a tool call that its provider could not read: an error in any other protocol.</summary>
    BadToolCall,

    /// <summary>Something else, or a word that is not known here.</summary>
    Other,
}
