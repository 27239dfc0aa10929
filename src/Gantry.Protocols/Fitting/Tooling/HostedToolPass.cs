using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Deals with tools that the client's provider defines: they become the target's own, plain functions that the client runs, or are left out.</summary>
/// <remarks>
/// A tool left out silently makes agents ask for it in vain. So a request that is about nothing else is refused; in a list with others, which clients send
/// with every request, the tool goes and that is told.
/// </remarks>
internal sealed class HostedToolPass(ToolScope scope) : HistoryRewriter, ITranslationPass
{
    private const string SearchParts = "toolConfig.includeServerSideToolInvocations";

    public ChatRequest Fit(ChatRequest request)
    {
        request = Extras(request);
        if (request.Tools.Any(tool => tool.Kind == ToolKind.Hosted)) request = request with { Tools = Tools(request.Tools) };
        return scope.Has(request, HistoryParts.Foreign) ? Rewrite(request) : request;
    }

    protected override Part Rewrite(Part part) => part is ForeignPart foreign && foreign.From != scope.Spoken ? ClientHistory.Read(foreign) ?? part : part;

    private List<Tool> Tools(IReadOnlyList<Tool> tools)
    {
        bool isMixed = tools.Any(tool => tool.Kind != ToolKind.Hosted);
        var kept = new List<Tool>(tools.Count);
        for (int i = 0; i < tools.Count; i++)
        {
            var tool = tools[i];
            if (tool.Kind != ToolKind.Hosted) kept.Add(tool);
            else if (tool.From == scope.Spoken) kept.Add(Own(tool));
            else if (Fitted(tool, $"tools[{i}]", isMixed) is { } fitted) kept.Add(fitted);
        }

        return kept;
    }

    private static Tool Own(Tool tool)
    {
        var raw = HostedTools.WithoutEmptyDomains(tool.Raw);
        return raw == tool.Raw ? tool : tool with { Raw = raw };
    }

    private Tool? Fitted(Tool tool, string path, bool isMixed)
    {
        string type = HostedTools.TypeOf(tool);
        var kind = HostedTools.KindOf(type);
        switch (kind)
        {
            case HostedKind.Mcp:
                throw new ProtocolException($"{path}: MCP servers are reached by the provider itself and cannot be passed to {scope.Spoken}. Connect to them in the client.", path);
            case HostedKind.Unknown:
                throw new ProtocolException($"{path}: tools of the type '{type}' cannot be said in {scope.Spoken}. Use a function.", path);
            case HostedKind.Client when ClientTools.Function(tool, type) is { } function:
                return function;
        }

        bool isCrowded = isMixed && scope.Spoken == Protocol.Gemini && !scope.Target.Rules.ToolComboWithSearch;
        if (scope.Target.Traits.MapHostedTools && !isCrowded)
        {
            var raw = HostedTools.Spell(tool, kind, scope.Spoken, scope.Losses, path);
            if (!raw.IsAbsent) return new Tool(NameOf(kind)) { Kind = ToolKind.Hosted, Raw = raw, From = scope.Spoken };
        }

        if (!isMixed && !scope.Target.Traits.DropHostedTools)
        {
            throw new ProtocolException(
                $"{path}: {type} is run by the provider of {scope.Source} itself and is not available over {scope.Spoken}. Remove the tool or choose a model that has it.", path);
        }

        scope.Losses.Note("hosted_tool_dropped", path);
        scope.Drop(tool.Name);
        return null;
    }

    // The codec of the target goes by the definition; the name is for a choice of it.
    private static string NameOf(HostedKind kind) => kind switch
    {
        HostedKind.WebSearch => "web_search",
        HostedKind.UrlFetch => "web_fetch",
        _ => "code_execution",
    };

    private ChatRequest Extras(ChatRequest request)
    {
        bool isOld = scope.Spoken == Protocol.Gemini && !scope.Target.Rules.ToolComboWithSearch;
        for (int i = 0; i < request.Extras.Count; i++)
        {
            var extra = request.Extras[i];
            if (extra is { From: Protocol.Messages, Name: "mcp_servers" } && scope.Spoken != Protocol.Messages && !Json.JsonProbe.IsEmpty(extra.Value.Span))
            {
                throw new ProtocolException($"MCP servers are reached by Anthropic itself and cannot be passed to {scope.Spoken}. Connect to them in the client.", "mcp_servers");
            }

            if (isOld && extra is { From: Protocol.Gemini, Name: SearchParts })
            {
                scope.Losses.Note("param_dropped:includeServerSideToolInvocations", SearchParts);
                return request with { Extras = [.. request.Extras.Where((_, at) => at != i)] };
            }
        }

        return request;
    }
}
