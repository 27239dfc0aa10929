using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Of several tools with one name the first is sent. The same definition said again is no loss.</summary>
internal sealed class DuplicateToolPass(ToolScope scope) : ITranslationPass
{
    private const int Few = 32;

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

    // Names differ in their length or first letters: for as many tools as agents have, looking at each pair is cheaper than a set.
    private static bool HasDuplicatesAmongFew(IReadOnlyList<Tool> tools)
    {
        for (int i = 1; i < tools.Count; i++)
        {
            var tool = tools[i];
            if (tool.Kind == ToolKind.Hosted) continue;
            for (int j = 0; j < i; j++)
            {
                var other = tools[j];
                if (other.Name == tool.Name && other.Namespace == tool.Namespace && other.Kind != ToolKind.Hosted) return true;
            }
        }

        return false;
    }

    private static bool HasDuplicates(IReadOnlyList<Tool> tools)
    {
        if (tools.Count <= Few) return HasDuplicatesAmongFew(tools);
        var seen = new HashSet<(string, string?)>(tools.Count);
        for (int i = 0; i < tools.Count; i++)
        {
            if (tools[i].Kind != ToolKind.Hosted && !seen.Add((tools[i].Name, tools[i].Namespace))) return true;
        }

        return false;
    }
}
