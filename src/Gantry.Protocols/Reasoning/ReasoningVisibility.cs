namespace Gantry.Protocols.Reasoning;

/// <summary>How much of the thinking the client wants to read.</summary>
public enum ReasoningVisibility
{
    None,
    Summary,
    Full,
}
