using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Fitting.Settings;

/// <summary>Stop sequences, numbers of answers, probabilities, and the name of the cap: what a target counts or calls otherwise.</summary>
/// <remarks>What a target's protocol has no word for at all is left to its codec, which notes it.</remarks>
internal sealed class LimitPass(FitScope scope) : ITranslationPass
{
    private const int OpenAiStops = 4;
    private const int GeminiStops = 5;

    private Protocol Target => scope.Target.Protocol;

    public ChatRequest Fit(ChatRequest request)
    {
        if (scope.Source.Protocol == Target) return request;
        var asked = request.Sampling;
        Refuse(asked);
        var fitted = Probabilities(asked);
        if (fitted.Stop.Count > 0) fitted = Stops(fitted, request);
        if (fitted.Candidates is 1 or 0) fitted = fitted with { Candidates = null };
        if (Target == Protocol.Chat && !fitted.TopK.IsAbsent && !scope.Target.Traits.TopK)
        {
            scope.Losses.Note("param_dropped:top_k", scope.Source.Protocol == Protocol.Gemini ? "generationConfig.topK" : "top_k");
            fitted = fitted with { TopK = default };
        }

        if (Target == Protocol.Chat && fitted.MaxOutputTokens is { } cap && !KnowsCompletionCap())
        {
            // The older name: vendors that imitate the protocol know no other.
            var member = new ExtraMember(Protocol.Chat, "max_tokens", new JsonSlice(System.Text.Encoding.UTF8.GetBytes(cap.ToString(System.Globalization.CultureInfo.InvariantCulture))));
            return request with { Sampling = fitted with { MaxOutputTokens = null }, Extras = [.. request.Extras, member] };
        }

        return fitted == asked ? request : request with { Sampling = fitted };
    }

    // OpenAI's reasoning models refuse the older name wherever they run.
    private bool KnowsCompletionCap() => scope.Target.Traits.CompletionCap
        || scope.Target.Rules is { Thinking: ThinkingKind.Level, Sampling: SamplingRule.NotWithReasoning };

    private void Refuse(Sampling asked)
    {
        string upstream = ClientNames.Of(Target);
        if (asked.Candidates > 1 && Target is not (Protocol.Chat or Protocol.Gemini))
        {
            throw new ProtocolException($"Several answers to one request are not supported by the selected upstream, which speaks {upstream}: ask for one.", ClientNames.Candidates(scope.Source.Protocol));
        }

        // Answers carry no probabilities across protocols: what was asked for would be missing.
        if (asked.LogProbabilities == true || asked.TopLogProbabilities > 0)
        {
            string path = scope.Source.Protocol switch
            {
                Protocol.Gemini => asked.LogProbabilities == true ? "generationConfig.responseLogprobs" : "generationConfig.logprobs",
                Protocol.Chat when asked.LogProbabilities == true => "logprobs",
                _ => "top_logprobs",
            };
            throw new ProtocolException($"Probabilities of tokens are not available on the selected upstream, which speaks {upstream}: leave {path} out.", path);
        }
    }

    private static Sampling Probabilities(Sampling asked) => asked.LogProbabilities is null && asked.TopLogProbabilities is null
        ? asked
        : asked with { LogProbabilities = null, TopLogProbabilities = null };

    private Sampling Stops(Sampling asked, ChatRequest request)
    {
        string path = ClientNames.Stop(scope.Source.Protocol);
        int most = Target switch
        {
            Protocol.Chat => OpenAiStops,
            Protocol.Gemini => GeminiStops,
            _ => int.MaxValue,
        };
        if (asked.Stop.Count > most)
        {
            throw new ProtocolException($"At most {most} stop sequences are taken by the selected upstream, which speaks {ClientNames.Of(Target)}: give fewer.", path);
        }

        if (Target == Protocol.Chat && scope.Target.Rules is { Thinking: ThinkingKind.Level, Sampling: SamplingRule.NotWithReasoning } && !IsOff(request))
        {
            scope.Losses.Note("stop_dropped", path);
            return asked with { Stop = [] };
        }

        if (Target is not (Protocol.Messages or Protocol.Converse)) return asked;
        var kept = asked.Stop.Where(stop => !IsBlank(stop)).ToList();
        if (kept.Count == asked.Stop.Count) return asked;
        scope.Losses.Note("stop_dropped", path);
        return asked with { Stop = kept };
    }

    private bool IsOff(ChatRequest request) => request.Reasoning is { Effort: "none" }
        || (request.Reasoning is not { Effort.Length: > 0 } && !scope.Target.Rules.ThinksByDefault && scope.Target.Rules.CanDisableThinking);

    private static bool IsBlank(JsonText text) => string.IsNullOrWhiteSpace(text.ToString());
}
