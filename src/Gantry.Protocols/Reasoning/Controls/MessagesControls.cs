using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Reasoning.Controls;

/// <summary>The thinking controls of a Messages request; what is null is left out.</summary>
public readonly record struct MessagesControls
{
    private const long SmallestBudget = 1_024;
    private const long RoomForAnswer = 8_192;

    /// <summary><c>thinking.type</c>: <c>enabled</c>, <c>adaptive</c> or <c>disabled</c>.</summary>
    public string? Thinking { get; private init; }

    /// <summary><c>thinking.budget_tokens</c>; at least 1,024 and below <see cref="MaxTokens"/>.</summary>
    public long? Budget { get; private init; }

    /// <summary><c>output_config.effort</c>.</summary>
    public string? Effort { get; private init; }

    /// <summary><c>thinking.display</c>.</summary>
    public string? Display { get; private init; }

    /// <summary><c>max_tokens</c>, which the protocol demands.</summary>
    public long MaxTokens { get; private init; }

    /// <summary>Thinking is on: sampling parameters must yield.</summary>
    public bool Thinks => Thinking is "enabled" or "adaptive";

    /// <summary>Maps a wish to what the model takes, so that the request keeps every rule that the vendor checks.</summary>
    public static MessagesControls For(ReasoningWish wish, ModelRules rules, MessagesContext context, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(losses);
        long? cap = OutputCap.Fit(context.MaxTokens, rules, losses);
        var plain = new MessagesControls { MaxTokens = cap ?? rules.MaxOutput ?? RoomForAnswer };
        switch (rules.Thinking)
        {
            case ThinkingKind.None:
                if (wish.Mode is ReasoningMode.Effort or ReasoningMode.Budget) losses.Note(ReasoningLosses.Dropped);
                return plain;
            case ThinkingKind.Always:
                if (wish.Mode == ReasoningMode.Off) losses.Note(ReasoningLosses.NotDisableable);
                return plain;
            case ThinkingKind.Adaptive or ThinkingKind.Level:
                return Adaptive(plain, wish, rules, losses);
            case ThinkingKind.Switch:
                return wish.IsStated ? plain with { Thinking = wish.Mode == ReasoningMode.Off ? "disabled" : "enabled" } : plain;
            default:
                return ByBudget(plain, wish, rules, context with { MaxTokens = cap }, losses);
        }
    }

    private static MessagesControls Adaptive(MessagesControls plain, ReasoningWish wish, ModelRules rules, LossLog losses)
    {
        var effort = wish.AsEffort is { } asked ? rules.Efforts.Nearest(asked) : null;
        if (wish.Mode == ReasoningMode.Off)
        {
            if (!rules.CanDisableThinking)
            {
                losses.Note(ReasoningLosses.NotDisableable);
                return plain with { Effort = Name(rules.Efforts.Lowest) };
            }

            if (effort > rules.HighestEffortWithoutThinking) effort = rules.HighestEffortWithoutThinking;
            return plain with { Thinking = "disabled", Effort = Name(effort) };
        }

        if (!wish.IsStated) return plain with { Effort = Name(effort) };
        return plain with
        {
            Thinking = "adaptive",
            Effort = Name(effort),
            Display = rules.HidesThinking && wish.Visible != ReasoningVisibility.None ? "summarized" : null,
        };
    }

    private static MessagesControls ByBudget(
        MessagesControls plain, ReasoningWish wish, ModelRules rules, MessagesContext context, LossLog losses)
    {
        // Off needs no word here: without one these models do not think.
        if (wish.Mode is not (ReasoningMode.Effort or ReasoningMode.Budget)) return plain;
        if (Obstacle(rules, context) is { } obstacle)
        {
            losses.Note(obstacle);
            return plain;
        }

        long most = rules.MaxOutput is { } limit ? limit - Math.Min(RoomForAnswer, limit / 2) : 128_000;
        long budget = Math.Max(SmallestBudget, wish.Budget ?? wish.Effort switch
        {
            ReasoningEffort.Minimal => 1_024,
            ReasoningEffort.Low => 2_048,
            ReasoningEffort.Medium => 8_192,
            ReasoningEffort.High => 16_384,
            ReasoningEffort.XHigh => Math.Min(32_768, most),
            _ => most,
        });
        long cap = context.MaxTokens ?? rules.MaxOutput ?? budget + RoomForAnswer;
        budget = Math.Min(budget, cap - 1);
        if (budget >= SmallestBudget) return plain with { Thinking = "enabled", Budget = budget, MaxTokens = cap };
        losses.Note(ReasoningLosses.SmallMaxTokens);
        return plain;
    }

    private static string? Obstacle(ModelRules rules, MessagesContext context)
    {
        if (context.MissingBlock) return ReasoningLosses.MissingBlock;
        return context.ForcedTool && rules.ForcedTool == ForcedToolRule.NotWithBudget ? ReasoningLosses.ForcedTool : null;
    }

    private static string? Name(ReasoningEffort? effort) => effort is { } known ? ReasoningEfforts.Name(known) : null;
}
