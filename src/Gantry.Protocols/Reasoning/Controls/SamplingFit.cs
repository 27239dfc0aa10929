using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Reasoning.Controls;

/// <summary>Leaves out of the sampling parameters what a target refuses.</summary>
public static class SamplingFit
{
    private const double LowestTopPWithThinking = 0.95;

    /// <param name="asked">What the client gave.</param>
    /// <param name="target">The protocol that is written; what it has no slot for goes.</param>
    /// <param name="rules">The model's rules.</param>
    /// <param name="thinks">The request makes the model think, or the model does so by itself.</param>
    /// <param name="losses">Notes what goes.</param>
    public static Sampling For(Sampling asked, Protocol target, ModelRules rules, bool thinks, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(losses);
        var kept = WithSlot(asked, target, losses);
        if (rules.Sampling == SamplingRule.Never || (rules.Sampling == SamplingRule.NotWithReasoning && thinks))
        {
            kept = IsAnthropic(target) && rules.Sampling != SamplingRule.Never ? BesideThinking(kept, losses) : Nothing(kept, losses);
        }

        if (IsAnthropic(target) && kept.Temperature > 1)
        {
            losses.Note("param_clamped:temperature", "temperature");
            kept = kept with { Temperature = 1 };
        }

        if (!rules.TemperatureOrTopP || kept.Temperature is null || kept.TopP is null) return kept;
        losses.Note("param_dropped:top_p", "top_p");
        return kept with { TopP = null };
    }

    private static bool IsAnthropic(Protocol target) => target is Protocol.Messages or Protocol.Converse;

    private static Sampling WithSlot(Sampling asked, Protocol target, LossLog losses)
    {
        bool penalties = target is Protocol.Chat or Protocol.Gemini;
        return asked with
        {
            TopK = Keep(asked.TopK, target is Protocol.Messages or Protocol.Gemini, "top_k", losses),
            FrequencyPenalty = Keep(asked.FrequencyPenalty, penalties, "frequency_penalty", losses),
            PresencePenalty = Keep(asked.PresencePenalty, penalties, "presence_penalty", losses),
        };
    }

    private static double? Keep(double? value, bool hasSlot, string name, LossLog losses)
    {
        if (value is null || hasSlot) return value;
        losses.Note("param_dropped:" + name, name);
        return null;
    }

    // Anthropic's older models allow what changes nothing, or little.
    private static Sampling BesideThinking(Sampling kept, LossLog losses)
    {
        if (kept.Temperature is { } temperature && temperature != 1) kept = kept with { Temperature = Lose(losses, "temperature") };
        if (kept.TopP < LowestTopPWithThinking) kept = kept with { TopP = Lose(losses, "top_p") };
        return kept.TopK is null ? kept : kept with { TopK = Lose(losses, "top_k") };
    }

    private static Sampling Nothing(Sampling kept, LossLog losses) => new()
    {
        Temperature = kept.Temperature is null ? null : Lose(losses, "temperature"),
        TopP = kept.TopP is null ? null : Lose(losses, "top_p"),
        TopK = kept.TopK is null ? null : Lose(losses, "top_k"),
        FrequencyPenalty = kept.FrequencyPenalty is null ? null : Lose(losses, "frequency_penalty"),
        PresencePenalty = kept.PresencePenalty is null ? null : Lose(losses, "presence_penalty"),
        TopLogProbs = kept.TopLogProbs is null ? null : (int?)Lose(losses, "top_logprobs"),
    };

    private static double? Lose(LossLog losses, string name)
    {
        losses.Note(ReasoningLosses.Sampling, name);
        return null;
    }
}
