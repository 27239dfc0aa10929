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
}
