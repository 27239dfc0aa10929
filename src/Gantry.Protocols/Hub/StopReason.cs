namespace Gantry.Protocols.Hub;

/// <summary>Why an answer ended, in no dialect.</summary>
public enum StopReason
{
    /// <summary>The model was done.</summary>
    EndTurn,

    /// <summary>A stop sequence was met.</summary>
    StopSequence,

    /// <summary>The output limit was met.</summary>
    MaxTokens,

    /// <summary>The context is full.</summary>
    ContextFull,

    /// <summary>Tools are to be run.</summary>
    ToolCalls,

    /// <summary>The model or a filter refuses.</summary>
    Refusal,

    /// <summary>The answer would repeat protected text.</summary>
    Recitation,

    /// <summary>A filter refused the prompt: there is no answer.</summary>
    PromptBlocked,

    /// <summary>The model called a tool in a form that nobody can read.</summary>
    MalformedToolCall,

    /// <summary>The provider's own tools are at work: ask again with what is there.</summary>
    Pause,

    /// <summary>The provider compacted the conversation.</summary>
    Compaction,

    /// <summary>Something that no other word fits.</summary>
    Other,
}
