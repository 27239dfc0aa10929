using Gantry.Protocols.Hub;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Reasoning.Controls;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>What the client wants in the way of thinking, from whichever words its protocol has for it.</summary>
internal static class ClientWish
{
    public static ReasoningWish Read(ChatRequest request, Protocol client, Protocol target, LossLog losses)
    {
        switch (client)
        {
            case Protocol.Messages or Protocol.Converse:
                var (type, budget, display, effort) = ThinkingMembers.Messages(request.Extras);
                return OfMessages(type, budget, display, Effort(effort, client == Protocol.Messages ? "output_config.effort" : ThinkingMembers.ModelFields + "output_config", losses));
            case Protocol.Gemini:
                var (tokens, level, include) = ThinkingMembers.Gemini(request.Extras);
                return Of(tokens, Effort(level, "generationConfig.thinkingConfig.thinkingLevel", losses), include == true);
            case Protocol.Chat:
                return OfChat(request, target, losses);
            default:
                var wish = WishReader.Read(request.Reasoning, losses);
                return request.Reasoning?.Summary == "detailed" ? wish with { Visible = ReasoningVisibility.Full } : wish;
        }
    }

    private static ReasoningWish OfMessages(string type, long? budget, string display, ReasoningEffort? effort)
    {
        var visible = display == "omitted" ? ReasoningVisibility.None : ReasoningVisibility.Summary;
        return type switch
        {
            "enabled" when budget is { } tokens and > 0 => ReasoningWish.OfBudget(tokens) with { Visible = visible },
            "enabled" or "adaptive" => (effort is { } strength ? ReasoningWish.OfEffort(strength) : ReasoningWish.Auto) with { Visible = visible },
            "disabled" => ReasoningWish.Off with { Effort = effort },

            // No thinking on Claude, the provider's own habit elsewhere: the effort stands by itself.
            _ => ReasoningWish.Unstated with { Effort = effort },
        };
    }

    private static ReasoningWish OfChat(ChatRequest request, Protocol target, LossLog losses)
    {
        var wish = WishReader.Read(request.Reasoning, losses);
        var (on, budget, effort, exclude) = ThinkingMembers.Chat(request.Extras);
        if (!wish.IsStated)
        {
            bool isNone = effort.Equals("none", StringComparison.OrdinalIgnoreCase);
            if (on == false || isNone) wish = ReasoningWish.Off;
            else if (budget is not null || effort.Length > 0) wish = Of(budget, Effort(effort, "reasoning.effort", losses), false);
            else if (on == true) wish = ReasoningWish.Auto;
        }

        // OpenAI gives summaries to some organisations only: they must have been asked for.
        bool isShown = !exclude && wish.IsStated && wish.Mode != ReasoningMode.Off && target is not Protocol.Responses;
        return wish with { Visible = isShown ? ReasoningVisibility.Summary : wish.Visible };
    }

    private static ReasoningWish Of(long? tokens, ReasoningEffort? effort, bool visible)
    {
        var wish = (tokens, effort) switch
        {
            (-1, { } strength) => ReasoningWish.OfEffort(strength),
            (-1, null) => ReasoningWish.Auto,
            ({ } budget, _) => ReasoningWish.OfBudget(budget),
            (null, { } strength) => ReasoningWish.OfEffort(strength),
            _ => ReasoningWish.Unstated,
        };
        return wish with { Visible = visible ? ReasoningVisibility.Summary : ReasoningVisibility.None };
    }

    private static ReasoningEffort? Effort(string word, string path, LossLog losses)
    {
        if (word.Length == 0) return null;
        if (ReasoningEfforts.TryParse(System.Text.Encoding.UTF8.GetBytes(word), out var effort)) return effort;
        if (!word.EndsWith("UNSPECIFIED", StringComparison.OrdinalIgnoreCase)) losses.Note(ReasoningLosses.Dropped, path);
        return null;
    }
}
