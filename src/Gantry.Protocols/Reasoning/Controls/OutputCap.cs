using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Reasoning.Controls;

/// <summary>The cap on an answer, thinking included.</summary>
public static class OutputCap
{
    /// <summary>The one that honours both spellings of a Chat request, <c>max_tokens</c> and <c>max_completion_tokens</c>: the smaller.</summary>
    public static long? Both(long? one, long? other) => one is { } a && other is { } b ? Math.Min(a, b) : one ?? other;

    /// <summary>The cap within what the model can write at all; vendors refuse more. Null stays null.</summary>
    public static long? Fit(long? cap, ModelRules rules, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(losses);
        if (cap is not { } asked || rules.MaxOutput is not { } most || asked <= most) return cap;
        losses.Note(ReasoningLosses.MaxTokensClamped);
        return most;
    }
}
