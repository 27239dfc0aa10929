namespace Gantry.Protocols.Models;

/// <summary>When a model takes temperature, top_p, top_k and their like.</summary>
public enum SamplingRule
{
    Allowed,

    /// <summary>Not while it thinks.</summary>
    NotWithReasoning,

    Never,
}
