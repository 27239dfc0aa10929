using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Of several tools with one name the first is sent. The same definition said again is no loss.</summary>
internal sealed class DuplicateToolPass(ToolScope scope) : ITranslationPass
{
    public ChatRequest Fit(ChatRequest request)
    {
        if (!HasDuplicates(request.Tools)) return request;
        var tools = new List<Tool>(request.Tools.Count);
        var first = new Dictionary<(string, string?), Tool>();
        foreach (var tool in request.Tools)
        {
            if (tool.Kind == ToolKind.Hosted || first.TryAdd((tool.Name, tool.Namespace), tool)) tools.Add(tool);
            else if (tool.Raw.IsAbsent || first[(tool.Name, tool.Namespace)].Raw != tool.Raw) scope.Losses.Note("duplicate_tool", scope.PathOf(tool));
        }

        return request with { Tools = tools };
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
