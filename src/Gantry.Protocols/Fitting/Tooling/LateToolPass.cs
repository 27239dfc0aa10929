using Gantry.Protocols.Hub;
using Gantry.Protocols.Responses;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Gathers the tools: those that Responses declares in the middle of its input join the others, and no two have one name.</summary>
internal sealed class LateToolPass(ToolScope scope) : HistoryRewriter, ITranslationPass
{
    private readonly List<Tool> _late = [];

    public ChatRequest Fit(ChatRequest request)
    {
        if (scope.Source == Protocol.Responses && scope.Spoken != Protocol.Responses) request = Rewrite(request);
        if (_late.Count == 0 && !HasDuplicates(request.Tools)) return request;
        var tools = new List<Tool>(request.Tools.Count + _late.Count);
        var first = new Dictionary<(string, string?), Tool>();
        foreach (var tool in request.Tools) Add(tool, tools, first, isLate: false);
        foreach (var tool in _late) Add(tool, tools, first, isLate: true);
        return request with { Tools = tools };
    }

    protected override Part? Rewrite(Part part)
    {
        if (part is not ForeignPart { From: Protocol.Responses, Type: "additional_tools" } late) return part;
        var members = new ResponsesMembers(late.Raw);
        if (members.Look("tools") is { Kind: System.Text.Json.JsonTokenType.StartArray } tools) _late.AddRange(ResponsesToolReader.Tools(tools));
        return null;
    }

    private void Add(Tool tool, List<Tool> tools, Dictionary<(string, string?), Tool> first, bool isLate)
    {
        if (tool.Kind == ToolKind.Hosted || first.TryAdd((tool.Name, tool.Namespace), tool))
        {
            tools.Add(tool);
            return;
        }

        // Said again in the same words it is no loss.
        if (!isLate || first[(tool.Name, tool.Namespace)].Raw != tool.Raw) scope.Losses.Note("duplicate_tool", isLate ? "input" : scope.PathOf(tool));
    }

    private static bool HasDuplicates(IReadOnlyList<Tool> tools)
    {
        if (tools.Count < 2) return false;
        var seen = new HashSet<(string, string?)>(tools.Count);
        for (int i = 0; i < tools.Count; i++)
        {
            if (tools[i].Kind != ToolKind.Hosted && !seen.Add((tools[i].Name, tools[i].Namespace))) return true;
        }

        return false;
    }
}
