namespace Gantry.Protocols.Hub;

/// <summary>What a tool takes.</summary>
public enum ToolKind
{
    /// <summary>A JSON object by a schema.</summary>
    Function,

    /// <summary>Free text, perhaps by a grammar.</summary>
    Custom,

    /// <summary>Run by the provider itself: means nothing to another.</summary>
    Hosted,
}
