namespace Gantry.Protocols.Models;

/// <summary>How a model can be held to a JSON schema.</summary>
public enum StructuredOutputRule
{
    /// <summary>By a field of the protocol.</summary>
    Native,

    /// <summary>By a tool that it is forced to call.</summary>
    Tool,

    /// <summary>Not at all.</summary>
    None,
}
