using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Gives tools names that the target takes, in definitions, choice and history alike, and the client its own names back.</summary>
internal sealed class ToolNamePass(ToolScope scope) : HistoryRewriter, ITranslationPass
{
    private ToolNameMap? _map;
    private bool _takesReferences;

    public ChatRequest Fit(ChatRequest request)
    {
        var names = Names(request, out bool isLegal);
        if (!isLegal)
        {
            _map = ToolNameMap.Create(names, scope.Spoken);
            request = request with { Tools = [.. request.Tools.Select(Renamed)], ToolChoice = Renamed(request.ToolChoice, request.Tools) };
            return Rewrite(request);
        }

        return scope.Spoken != Protocol.Messages && scope.Has(request, HistoryParts.Foreign) ? Rewrite(request) : request;
    }

    // Only results and what users say can hold them.
    protected override void Begin(IReadOnlyList<Turn> turns, int at) => _takesReferences = scope.Spoken != Protocol.Messages && turns[at].Role != Role.Assistant;

    public IStreamSink Answer(IStreamSink next) => _map is null ? next : new ToolNameSink(next, _map);

    protected override Part Rewrite(Part part)
    {
        switch (part)
        {
            case ToolCallPart call when _map is not null && !(call.Namespace is not null && scope.TakesNamespaces):
                string wire = _map.Wire(new ToolName(call.Name, call.Namespace));
                return wire == call.Name && call.Namespace is null ? call : call with { Name = wire, Namespace = null };
            case ToolResultPart result:
                var content = Rewrite(result.Content);
                if (!ReferenceEquals(content, result.Content)) result = result with { Content = content };
                return _map is null || result.Name is not { } of || _map.Wire(of) is var known && known == of ? result : result with { Name = known };
            case ForeignPart { From: Protocol.Messages, Type: "tool_reference" } reference when _takesReferences:
                return new TextPart(JsonText.From("Tool found: " + Wire(Referenced(reference.Raw))));
            default:
                return part;
        }
    }

    private string Wire(string name)
    {
        if (_map is null && ToolNameMap.IsLegal(name, scope.Spoken)) return name;
        return (_map ?? ToolNameMap.Create([], scope.Spoken)).Wire(name);
    }

    private static string Referenced(JsonSlice raw)
    {
        var members = Messages.MessagesMembers.Read(raw);
        return members.TakeText("tool_name")?.ToString() ?? "";
    }

    private List<ToolName> Names(ChatRequest request, out bool isLegal)
    {
        var names = new List<ToolName>(request.Tools.Count);
        bool legal = true;
        foreach (var tool in request.Tools)
        {
            if (tool.Kind != ToolKind.Hosted) Add(tool.Name, tool.Namespace);
        }

        foreach (string chosen in request.ToolChoice.Names)
        {
            if (!IsTool(request.Tools, chosen)) Add(chosen, null);
        }

        // Of what no tool is called, a name has no say in the others': the same history has to give the same names when it has grown.
        isLegal = legal && HasLegalHistory(request);
        return names;

        void Add(string name, string? of)
        {
            if (of is not null && scope.TakesNamespaces) return;
            legal &= of is null && ToolNameMap.IsLegal(name, scope.Spoken);
            names.Add(new ToolName(name, of));
        }
    }

    private bool HasLegalHistory(ChatRequest request)
    {
        for (int i = 0; i < request.Turns.Count; i++)
        {
            var parts = request.Turns[i].Parts;
            for (int j = 0; j < parts.Count; j++)
            {
                bool isLegal = parts[j] switch
                {
                    ToolCallPart call => call.Namespace is null ? ToolNameMap.IsLegal(call.Name, scope.Spoken) : scope.TakesNamespaces,
                    ToolResultPart { Name: { } name } => ToolNameMap.IsLegal(name, scope.Spoken),
                    _ => true,
                };
                if (!isLegal) return false;
            }
        }

        return true;
    }

    private static bool IsTool(IReadOnlyList<Tool> tools, string name)
    {
        for (int i = 0; i < tools.Count; i++)
        {
            if (tools[i].Name == name && tools[i].Kind != ToolKind.Hosted) return true;
        }

        return false;
    }

    private Tool Renamed(Tool tool)
    {
        if (tool.Kind == ToolKind.Hosted || tool.Namespace is not null && scope.TakesNamespaces) return tool;
        string wire = _map!.Wire(new ToolName(tool.Name, tool.Namespace));
        if (tool.Namespace is null) return wire == tool.Name ? tool : tool with { Name = wire };
        var description = (tool.NamespaceDescription, tool.Description) switch
        {
            ({ IsEmpty: false } of, { IsEmpty: false } own) => JsonText.Join([of, own], "\n\n"),
            ({ IsEmpty: false } of, _) => of,
            var (_, own) => own,
        };
        return tool with { Name = wire, Namespace = null, NamespaceDescription = null, Description = description };
    }

    // A choice names a tool without its namespace.
    private ToolChoice Renamed(ToolChoice choice, IReadOnlyList<Tool> tools)
    {
        if (choice.Names.Count == 0) return choice;
        return choice with
        {
            Names =
            [
                .. choice.Names.Select(name =>
                {
                    var tool = tools.FirstOrDefault(tool => tool.Name == name && tool.Namespace is null) ?? tools.FirstOrDefault(tool => tool.Name == name);
                    if (tool is { Namespace: not null } && scope.TakesNamespaces) return name;
                    return _map!.Wire(new ToolName(name, tool?.Namespace));
                }),
            ],
        };
    }
}
