namespace Gantry.Protocols.Reasoning.Controls;

/// <summary>Tokens of what a mapping of thinking, sampling and limits can lose.</summary>
public static class ReasoningLosses
{
    /// <summary>The model thinks whether it is asked to or not; it was asked to think as little as it can.</summary>
    public const string NotDisableable = "reasoning_not_disableable";

    /// <summary>The model does not think at all.</summary>
    public const string Dropped = "param_dropped:reasoning";

    /// <summary>The cap on the answer leaves no room for the smallest budget of thinking.</summary>
    public const string SmallMaxTokens = "thinking_disabled_small_max_tokens";

    /// <summary>The model cannot think by budget and be made to call a tool; the call is what was meant.</summary>
    public const string ForcedTool = "thinking_disabled_forced_tool";

    /// <summary>The turn before lacks the thinking block that the model wants to see again.</summary>
    public const string MissingBlock = "thinking_disabled_missing_block";

    /// <summary>The model takes no sampling parameters, or none while it thinks.</summary>
    public const string Sampling = "sampling_dropped_thinking";

    /// <summary>The cap on the answer was above the model's own.</summary>
    public const string MaxTokensClamped = "max_tokens_clamped";
}
