using Gantry.Protocols.Hub;
using Gantry.Protocols.Models;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Settles how free the model is: a choice goes with the tools that it names, and where the target has no word for it, into which tools are sent.</summary>
/// <remarks>Whether a forced choice and thinking go together is not asked here.</remarks>
internal sealed class ToolChoicePass(ToolScope scope) : ITranslationPass
{
    public ChatRequest Fit(ChatRequest request)
    {
        request = Named(Typed(request));
        if (request.Tools.Count == 0) return Without(request);
        if (scope.Spoken == Protocol.Converse && request.ToolChoice.Kind == ToolChoiceKind.None) request = Withheld(request);
        if (request.ToolChoice.Kind is ToolChoiceKind.Subset or ToolChoiceKind.RequiredSubset) request = Subset(request);
        bool isForced = request.ToolChoice.Kind is ToolChoiceKind.One or ToolChoiceKind.Required or ToolChoiceKind.RequiredSubset;
        if (isForced && scope.Target.Rules.ForcedTool == ForcedToolRule.Never)
        {
            throw new ProtocolException(
                $"The model '{scope.Target.Model}' ({scope.Spoken}) cannot be made to call a tool: use \"auto\" and ask for the tool in the prompt, or choose another model.",
                scope.ChoicePath);
        }

        return request.ParallelToolCalls is { } parallel && scope.Spoken is Protocol.Gemini or Protocol.Converse ? Parallel(request, parallel) : request;
    }

    private ChatRequest Parallel(ChatRequest request, bool parallel)
    {
        if (!parallel) scope.Losses.Note("parallel_not_enforceable", scope.Source == Protocol.Messages ? "tool_choice.disable_parallel_tool_use" : "parallel_tool_calls");
        return request with { ParallelToolCalls = null };
    }

    // Every target refuses a choice, and OpenAI a word on parallel calls, where there is no tool.
    private ChatRequest Without(ChatRequest request)
    {
        if (request.ToolChoice.Kind is ToolChoiceKind.Required) scope.Losses.Note("orphan_tool_choice", scope.ChoicePath);
        if (request.ToolChoice.Kind == ToolChoiceKind.Unset && request.ParallelToolCalls is null) return request;
        return request with { ToolChoice = ToolChoice.Unset, ParallelToolCalls = null };
    }

    // What we left out may be missed; what never was there is the client's mistake.
    private ChatRequest Named(ChatRequest request)
    {
        var choice = request.ToolChoice;
        List<string>? kept = null;
        for (int i = 0; i < choice.Names.Count; i++)
        {
            string name = choice.Names[i];
            if (IsThere(request.Tools, name))
            {
                kept?.Add(name);
                continue;
            }

            if (!scope.IsDropped(name))
            {
                throw new ProtocolException($"The choice names the tool '{name}', which is not among the tools: {scope.Spoken} refuses that. Declare the tool or choose another.", scope.ChoicePath);
            }

            scope.Losses.Note("orphan_tool_choice", scope.ChoicePath);
            kept ??= [.. choice.Names.Take(i)];
        }

        if (kept is null) return request;
        return request with { ToolChoice = kept.Count == 0 || choice.Kind == ToolChoiceKind.One ? ToolChoice.Unset : choice with { Names = kept } };
    }

    // A choice that the hub has no word for names a tool of the provider's.
    private ChatRequest Typed(ChatRequest request)
    {
        for (int i = 0; i < request.Extras.Count; i++)
        {
            var extra = request.Extras[i];
            if (extra.Name != "tool_choice" || extra.From == scope.Spoken) continue;
            if (!scope.HasDropped)
            {
                throw new ProtocolException($"{scope.Spoken} has no word for this choice: use \"auto\", \"none\", \"required\" or the name of one of the tools.", scope.ChoicePath);
            }

            scope.Losses.Note("orphan_tool_choice", scope.ChoicePath);
            return request with { Extras = [.. request.Extras.Where((_, at) => at != i)] };
        }

        return request;
    }

    private ChatRequest Subset(ChatRequest request)
    {
        var choice = request.ToolChoice;
        bool isRequired = choice.Kind == ToolChoiceKind.RequiredSubset;
        if (isRequired && choice.Names.Count == 1) return request with { ToolChoice = choice with { Kind = ToolChoiceKind.One } };
        bool hasWord = scope.Spoken switch
        {
            Protocol.Chat or Protocol.Responses => scope.TakesCustom,
            Protocol.Gemini => true,
            _ => false,
        };
        if (hasWord) return request;
        var allowed = new HashSet<string>(choice.Names, StringComparer.Ordinal);
        List<Tool> tools = [.. request.Tools.Where(tool => allowed.Contains(tool.Name))];
        if (tools.Count == 0) return request with { ToolChoice = new ToolChoice(ToolChoiceKind.None) };
        return request with { Tools = tools, ToolChoice = new ToolChoice(isRequired ? ToolChoiceKind.Required : ToolChoiceKind.Auto) };
    }

    // There is no word for "none": tools that nothing refers to are not sent, the others without a choice.
    private ChatRequest Withheld(ChatRequest request)
    {
        foreach (var turn in request.Turns)
        {
            foreach (var part in turn.Parts)
            {
                if (part is not (ToolCallPart or ToolResultPart)) continue;
                scope.Losses.Note("param_dropped:tool_choice", scope.ChoicePath);
                return request with { ToolChoice = ToolChoice.Unset };
            }
        }

        return request with { Tools = [], ToolChoice = ToolChoice.Unset, ParallelToolCalls = null };
    }

    private static bool IsThere(IReadOnlyList<Tool> tools, string name)
    {
        for (int i = 0; i < tools.Count; i++)
        {
            if (tools[i].Name == name) return true;
        }

        return false;
    }
}
