using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Reasoning.Controls;

/// <summary>The members of Gemini's <c>thinkingConfig</c>; what is null is left out. Budget and level are never set together.</summary>
/// <param name="Budget"><c>thinkingBudget</c>: 0 off, -1 the model decides.</param>
/// <param name="Level"><c>thinkingLevel</c>.</param>
/// <param name="IncludeThoughts"><c>includeThoughts</c>.</param>
public readonly record struct GeminiControls(long? Budget, string? Level, bool? IncludeThoughts)
{
    /// <summary>No <c>thinkingConfig</c> at all.</summary>
    public bool IsEmpty => Budget is null && Level is null && IncludeThoughts is null;

    public static GeminiControls For(ReasoningWish wish, ModelRules rules, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(losses);
        bool? include = wish.Visible != ReasoningVisibility.None && wish.Mode != ReasoningMode.Off ? true : null;
        switch (rules.Thinking)
        {
            case ThinkingKind.None:
                if (wish.Mode is ReasoningMode.Effort or ReasoningMode.Budget) losses.Note(ReasoningLosses.Dropped);
                return default;
            case ThinkingKind.Always:
                if (wish.Mode == ReasoningMode.Off) losses.Note(ReasoningLosses.NotDisableable);
                return new(null, null, include);
            case ThinkingKind.Budget:
                return new(BudgetOf(wish, rules, losses), null, include);
            case ThinkingKind.Unknown when wish.Mode is ReasoningMode.Budget or ReasoningMode.Off:
                return new(wish.Budget ?? 0, null, include);
            default:
                return new(null, LevelOf(wish, rules, losses), include);
        }
    }

    private static string? LevelOf(ReasoningWish wish, ModelRules rules, LossLog losses)
    {
        var level = wish.AsEffort is { } effort ? rules.Efforts.Nearest(effort) : null;
        if (wish.Mode == ReasoningMode.Off)
        {
            // The weakest level is not quite off, by the vendor's own words.
            losses.Note(ReasoningLosses.NotDisableable);
            level = rules.Efforts.Lowest;
        }

        // Gemini has no word above high.
        if (level > ReasoningEffort.High) level = ReasoningEffort.High;
        return level is { } known ? ReasoningEfforts.Name(known).ToUpperInvariant() : null;
    }

    private static long? BudgetOf(ReasoningWish wish, ModelRules rules, LossLog losses)
    {
        long most = rules.MaxBudget ?? int.MaxValue;
        switch (wish.Mode)
        {
            case ReasoningMode.Off when rules.CanDisableThinking:
                return 0;
            case ReasoningMode.Off:
                losses.Note(ReasoningLosses.NotDisableable);
                return rules.MinBudget;
            case ReasoningMode.Auto when wish.AsEffort is null:
                return wish.IsStated ? -1 : null;
            default:
                long asked = wish.Budget ?? wish.AsEffort switch
                {
                    ReasoningEffort.Minimal => 512,
                    ReasoningEffort.Low => 1_024,
                    ReasoningEffort.Medium => 8_192,
                    ReasoningEffort.High => 24_576,
                    ReasoningEffort.XHigh => 32_768,
                    _ => most,
                };
                return Math.Clamp(asked, Math.Min(rules.MinBudget, most), most);
        }
    }
}
