namespace Gantry.Protocols.Hub;

/// <summary>What grows in a block of a stream.</summary>
public enum BlockKind
{
    Text,
    Refusal,
    Reasoning,

    /// <summary>Arguments as a JSON text.</summary>
    ToolCall,

    /// <summary>Free text for a custom tool.</summary>
    CustomToolCall,

    /// <summary>A picture, document, sound or film: base64.</summary>
    Media,

    /// <summary>Something that only one protocol has a word for, in one piece as it stands.</summary>
    Foreign,
}
