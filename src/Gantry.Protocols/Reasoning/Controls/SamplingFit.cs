using System.Buffers.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Reasoning.Controls;

/// <summary>Leaves out of the sampling parameters what a model refuses. What a protocol has no word for is for its codec to note.</summary>
public static class SamplingFit
{
    private const double LowestTopPWithThinking = 0.95;

    /// <param name="asked">What the client gave.</param>
    /// <param name="target">The protocol that is written.</param>
    /// <param name="rules">The model's rules.</param>
    /// <param name="thinks">The request makes the model think, or the model does so by itself.</param>
    /// <param name="losses">Notes what goes.</param>
    public static Sampling For(Sampling asked, Protocol target, ModelRules rules, bool thinks, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(losses);
        bool isAnthropic = target is Protocol.Messages;
        var kept = rules.Sampling switch
        {
            SamplingRule.Never => Nothing(asked, losses),
            SamplingRule.NotWithReasoning when thinks => isAnthropic ? BesideThinking(asked, losses) : Nothing(asked, losses),
            _ => asked,
        };
        if (isAnthropic && Number(kept.Temperature) > 1)
        {
            losses.Note("param_clamped:temperature", "temperature");
            kept = kept with { Temperature = new JsonSlice("1"u8.ToArray()) };
        }

        if (!rules.TemperatureOrTopP || kept.Temperature.IsAbsent || kept.TopP.IsAbsent) return kept;
        losses.Note("param_dropped:top_p", "top_p");
        return kept with { TopP = default };
    }

    // Anthropic's older models allow what changes nothing, or little.
    private static Sampling BesideThinking(Sampling asked, LossLog losses) => asked with
    {
        Temperature = Number(asked.Temperature) == 1 ? asked.Temperature : Lose(asked.Temperature, "temperature", losses),
        TopP = Number(asked.TopP) >= LowestTopPWithThinking ? asked.TopP : Lose(asked.TopP, "top_p", losses),
        TopK = Lose(asked.TopK, "top_k", losses),
    };

    private static Sampling Nothing(Sampling asked, LossLog losses)
    {
        bool hasLogProbabilities = asked.LogProbabilities is not null || asked.TopLogProbabilities is not null;
        if (hasLogProbabilities) losses.Note(ReasoningLosses.Sampling, "logprobs");
        return asked with
        {
            Temperature = Lose(asked.Temperature, "temperature", losses),
            TopP = Lose(asked.TopP, "top_p", losses),
            TopK = Lose(asked.TopK, "top_k", losses),
            FrequencyPenalty = Lose(asked.FrequencyPenalty, "frequency_penalty", losses),
            PresencePenalty = Lose(asked.PresencePenalty, "presence_penalty", losses),
            LogitBias = Lose(asked.LogitBias, "logit_bias", losses),
            LogProbabilities = null,
            TopLogProbabilities = null,
        };
    }

    private static JsonSlice Lose(JsonSlice value, string name, LossLog losses)
    {
        if (!value.IsAbsent) losses.Note(ReasoningLosses.Sampling, name);
        return default;
    }

    private static double? Number(JsonSlice value) =>
        Utf8Parser.TryParse(value.Span, out double number, out int used) && used == value.Span.Length ? number : null;
}
