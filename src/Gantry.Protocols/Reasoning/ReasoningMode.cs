namespace Gantry.Protocols.Reasoning;

/// <summary>What kind of wish for thinking a request holds.</summary>
public enum ReasoningMode
{
    /// <summary>The model decides, or the client said nothing.</summary>
    Auto,

    /// <summary>No thinking.</summary>
    Off,

    /// <summary>Thinking of a named strength.</summary>
    Effort,

    /// <summary>Thinking up to a number of tokens.</summary>
    Budget,
}
