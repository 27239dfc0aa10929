using System.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Reasoning.Controls;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>Says the client's wish for thinking in the target's controls, and leaves of caps and samplers what they allow.</summary>
/// <remarks>Stands behind the pass on tool choice: a model that is made to call a tool may not think by budget.</remarks>
internal sealed class ThinkingPass(FitScope scope) : ITranslationPass
{
    private const long SmallestResponsesCap = 16;

    private Protocol Target => scope.Target.Protocol;

    private ModelRules Rules => scope.Target.Rules;

    public ChatRequest Fit(ChatRequest request)
    {
        if (scope.Source.Protocol == Target) return request;
        var wish = ClientWish.Read(request, scope.Source.Protocol, Target, scope.Losses);
        var fitted = Understood(request);
        bool thinks;
        switch (Target)
        {
            case Protocol.Messages or Protocol.Converse:
                fitted = Messages(fitted, wish, out thinks);
                break;
            case Protocol.Gemini:
                fitted = Gemini(fitted, wish);
                thinks = Thinks(wish);
                break;
            default:
                fitted = OpenAi(fitted, wish);
                thinks = Thinks(wish);
                break;
        }

        var sampling = SamplingFit.For(fitted.Sampling, Target == Protocol.Converse ? Protocol.Messages : Target, Rules, thinks, scope.Losses);
        return ReferenceEquals(sampling, fitted.Sampling) ? fitted : fitted with { Sampling = sampling };
    }

    private bool Thinks(ReasoningWish wish) =>
        Rules.Reasons(wish is { IsStated: false, Effort: not null } ? ReasoningMode.Effort : wish.Mode, wish.IsStated || wish.Effort is not null);

    // What has been understood is said anew: the same words beside it would say it twice.
    private ChatRequest Understood(ChatRequest request)
    {
        List<ExtraMember>? kept = null;
        for (int i = 0; i < request.Extras.Count; i++)
        {
            var extra = request.Extras[i];
            if (extra.From == scope.Source.Protocol && ThinkingMembers.IsOne(extra)) kept ??= [.. request.Extras.Take(i)];
            else kept?.Add(extra);
        }

        return kept is null ? request : request with { Extras = kept };
    }

    private ChatRequest OpenAi(ChatRequest request, ReasoningWish wish)
    {
        bool isSaid = request.Reasoning is not null;
        if (!isSaid || scope.Source.Protocol is Protocol.Chat or Protocol.Responses)
        {
            var controls = OpenAiControls.For(wish, Rules, Target, scope.Losses);
            var reasoning = controls.Effort is null && controls.Summary is null
                ? null
                : new ReasoningRequest { Effort = controls.Effort ?? "", Summary = controls.Summary ?? "", Visible = controls.Summary is null ? null : true };
            if (reasoning != request.Reasoning) request = request with { Reasoning = reasoning };
            if (controls.Switch is { } on) request = With(request, Protocol.Chat, "thinking", on ? """{"type":"enabled"}""" : """{"type":"disabled"}""");
        }

        long? cap = OutputCap.Fit(request.Sampling.MaxOutputTokens, Rules, scope.Losses);
        if (Target == Protocol.Responses && cap < SmallestResponsesCap) cap = SmallestResponsesCap;
        return Capped(request, cap);
    }

    private ChatRequest Gemini(ChatRequest request, ReasoningWish wish)
    {
        var controls = GeminiControls.For(wish, Rules, scope.Losses);
        if (request.Reasoning is not null) request = request with { Reasoning = null };
        if (!controls.IsEmpty)
        {
            var json = new StringBuilder("{");
            if (controls.IncludeThoughts is { } include) json.Append(include ? "\"includeThoughts\":true," : "\"includeThoughts\":false,");
            if (controls.Budget is { } budget) json.Append("\"thinkingBudget\":").Append(budget).Append(',');
            if (controls.Level is { } level) json.Append("\"thinkingLevel\":\"").Append(level).Append("\",");
            json[^1] = '}';
            request = With(request, Protocol.Gemini, "generationConfig.thinkingConfig", json.ToString());
        }

        return Capped(request, OutputCap.Fit(request.Sampling.MaxOutputTokens, Rules, scope.Losses));
    }

    private ChatRequest Messages(ChatRequest request, ReasoningWish wish, out bool thinks)
    {
        var controls = MessagesControls.For(wish, Rules, new MessagesContext
        {
            MaxTokens = request.Sampling.MaxOutputTokens,
            ForcedTool = request.ToolChoice.Kind is ToolChoiceKind.Required or ToolChoiceKind.One or ToolChoiceKind.RequiredSubset,
            MissingBlock = LacksThought(request),
        }, scope.Losses);

        // An earlier round has said it: nothing is left of the client's own words.
        bool isSaid = ThinkingMembers.Messages(request.Extras).Type is "enabled" or "adaptive";
        thinks = controls.Thinks || isSaid || (Rules.Thinking == ThinkingKind.Adaptive && controls.Thinking is null && Rules.ThinksByDefault);
        if (request.Reasoning is not null) request = request with { Reasoning = null };
        if (controls.Thinking is { } type)
        {
            var json = new StringBuilder("{\"type\":\"").Append(type).Append('"');
            if (controls.Budget is { } budget) json.Append(",\"budget_tokens\":").Append(budget);
            if (controls.Display is { } display) json.Append(",\"display\":\"").Append(display).Append('"');
            string said = json.Append('}').ToString();
            request = Target == Protocol.Messages ? With(request, Target, "thinking", said) : With(request, Target, ThinkingMembers.ModelFields + "thinking", said);
        }

        if (controls.Effort is { } effort)
        {
            request = Target == Protocol.Messages
                ? With(request, Target, "output_config.effort", $"\"{effort}\"")
                : With(request, Target, ThinkingMembers.ModelFields + "output_config", $$"""{"effort":"{{effort}}"}""");
        }

        return Capped(request, controls.MaxTokens);
    }

    // Inside a round of tools the turn that called them has to begin with its thought.
    private static bool LacksThought(ChatRequest request)
    {
        for (int i = request.Turns.Count - 1; i >= 0; i--)
        {
            var turn = request.Turns[i];
            if (turn.Role != Role.Assistant) continue;
            bool calls = false;
            foreach (var part in turn.Parts) calls |= part is ToolCallPart;
            return calls && turn.Parts[0] is not ReasoningPart { Seal.Kind: ReasoningSealKind.Signature or ReasoningSealKind.Redacted };
        }

        return false;
    }

    private static ChatRequest Capped(ChatRequest request, long? cap) =>
        cap == request.Sampling.MaxOutputTokens ? request : request with { Sampling = request.Sampling with { MaxOutputTokens = cap } };

    private static ChatRequest With(ChatRequest request, Protocol protocol, string name, string json)
    {
        var member = new ExtraMember(protocol, name, new JsonSlice(Encoding.UTF8.GetBytes(json)));
        return request with { Extras = [.. request.Extras.Where(extra => extra.From != protocol || extra.Name != name), member] };
    }
}
