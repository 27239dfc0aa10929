namespace Gantry.Protocols.Reasoning;

/// <summary>How hard a model shall think, weakest first: the union of what the vendors name. Not to think at all is a mode, not an effort.</summary>
public enum ReasoningEffort
{
    Minimal,
    Low,
    Medium,
    High,
    XHigh,
    Max,
}
