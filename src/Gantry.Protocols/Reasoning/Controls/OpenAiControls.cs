using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Reasoning.Controls;

/// <summary>The thinking controls of a Chat or Responses request; what is null is left out.</summary>
/// <param name="Effort"><c>reasoning_effort</c> or <c>reasoning.effort</c>.</param>
/// <param name="Summary"><c>reasoning.summary</c>; Responses only.</param>
/// <param name="Switch"><c>thinking.type</c> enabled or disabled, of models that know no efforts.</param>
public readonly record struct OpenAiControls(string? Effort, string? Summary = null, bool? Switch = null)
{
    /// <summary>Maps a wish to what the model knows; of an unknown model to what was asked for, word by word.</summary>
    public static OpenAiControls For(ReasoningWish wish, ModelRules rules, Protocol target, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(losses);
        string? summary = target != Protocol.Responses || wish.Mode == ReasoningMode.Off ? null : wish.Visible switch
        {
            ReasoningVisibility.Summary => "auto",
            ReasoningVisibility.Full => "detailed",
            _ => null,
        };
        return rules.Thinking switch
        {
            ThinkingKind.None => Refused(wish, losses),
            ThinkingKind.Always => Uncontrolled(wish, losses) with { Summary = summary },
            ThinkingKind.Switch => new(null, summary, wish.IsStated ? wish.Mode != ReasoningMode.Off : null),
            _ => new(Name(wish, rules, losses), summary),
        };
    }

    private static string? Name(ReasoningWish wish, ModelRules rules, LossLog losses)
    {
        if (wish.Mode != ReasoningMode.Off) return wish.AsEffort is { } effort ? Known(effort, rules) : null;
        if (rules.CanDisableThinking) return "none";
        losses.Note(ReasoningLosses.NotDisableable);
        return rules.Efforts.Lowest is { } lowest ? ReasoningEfforts.Name(lowest) : null;
    }

    private static string? Known(ReasoningEffort effort, ModelRules rules) =>
        rules.Efforts.Nearest(effort) is { } known ? ReasoningEfforts.Name(known) : null;

    private static OpenAiControls Refused(ReasoningWish wish, LossLog losses)
    {
        if (wish.Mode is ReasoningMode.Effort or ReasoningMode.Budget) losses.Note(ReasoningLosses.Dropped);
        return default;
    }

    private static OpenAiControls Uncontrolled(ReasoningWish wish, LossLog losses)
    {
        if (wish.Mode == ReasoningMode.Off) losses.Note(ReasoningLosses.NotDisableable);
        return default;
    }
}
