using System.Globalization;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>What the passes over tools share in one translation.</summary>
internal sealed class ToolScope(FitScope scope)
{
    private HashSet<string>? _dropped;

    public Protocol Source => scope.Source.Protocol;

    public TranslationTarget Target => scope.Target;

    public Protocol Spoken => scope.Target.Protocol;

    /// <summary>Whether any of these stands in the turns of a request.</summary>
    public bool Has(ChatRequest request, HistoryParts parts) => scope.Has(request, parts);

    /// <summary>The request as it was read.</summary>
    public ChatRequest Asked => scope.Asked;

    public LossLog Losses => scope.Losses;

    /// <summary>Free-form tools and namespaces have a word there.</summary>
    public bool TakesCustom => Spoken is Protocol.Chat or Protocol.Responses && Target.Traits.CustomTools;

    public bool TakesNamespaces => Spoken == Protocol.Responses && Target.Traits.CustomTools;

    /// <summary>Path of the choice in the client's request.</summary>
    public string ChoicePath => Source == Protocol.Gemini ? "toolConfig.functionCallingConfig" : "tool_choice";

    /// <summary>Path of the answer's form in the client's request.</summary>
    public string FormatPath => Source switch
    {
        Protocol.Chat => "response_format",
        Protocol.Responses => "text.format",
        Protocol.Messages => "output_config.format",
        Protocol.Gemini => "generationConfig.responseJsonSchema",
        _ => "outputConfig",
    };

    /// <summary>Remembers a tool that the target does not get: a choice of it is no fault of the client's.</summary>
    public void Drop(string name) => (_dropped ??= new(StringComparer.Ordinal)).Add(name);

    public bool IsDropped(string name) => _dropped?.Contains(name) == true;

    public bool HasDropped => _dropped is not null;

    /// <summary>Where a tool stands in the client's request.</summary>
    public string PathOf(Tool tool)
    {
        if (Source == Protocol.Gemini) return "tools.functionDeclarations." + tool.Name;
        for (int i = 0; i < Asked.Tools.Count; i++)
        {
            var asked = Asked.Tools[i];
            if (asked.Name == tool.Name && asked.Namespace == tool.Namespace) return string.Create(CultureInfo.InvariantCulture, $"tools[{i}]");
        }

        return "input.additional_tools." + tool.Name;
    }

    /// <summary>Where a call of the history stands; dialects number messages, not calls, so the id says which.</summary>
    public string PathOf(ToolCallPart call) => Source switch
    {
        Protocol.Chat => $"messages.tool_calls[{call.Id}]",
        Protocol.Responses => $"input[{call.Id}]",
        Protocol.Gemini => $"contents.functionCall[{call.Name}]",
        _ => $"messages.content[{call.Id}]",
    };
}
