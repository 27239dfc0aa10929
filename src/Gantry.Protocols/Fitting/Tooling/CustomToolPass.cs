using Gantry.Protocols.Hub;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Free-form tools become functions with one argument for targets that know functions only, and their calls come back as the text in it.</summary>
internal sealed class CustomToolPass(ToolScope scope) : HistoryRewriter, ITranslationPass
{
    private readonly HashSet<(string Name, string? Namespace)> _custom = [];

    public ChatRequest Fit(ChatRequest request)
    {
        List<Tool>? tools = null;
        for (int i = 0; i < request.Tools.Count; i++)
        {
            var tool = request.Tools[i];
            if (tool.Kind != ToolKind.Custom) continue;
            _custom.Add((tool.Name, tool.Namespace));
            if (scope.TakesCustom) continue;
            tools ??= [.. request.Tools];
            tools[i] = tool with
            {
                Kind = ToolKind.Function,
                Parameters = CustomTool.Schema(tool.Format, scope.Losses, scope.PathOf(tool) + ".format"),
                Format = default,
            };
        }

        if (tools is not null) request = request with { Tools = tools };
        return scope.TakesCustom || !scope.Has(request, HistoryParts.Custom) ? request : Rewrite(request);
    }

    // Even a target that knows them may answer with a function.
    public IStreamSink Answer(IStreamSink next) => _custom.Count == 0 ? next : new CustomToolSink(next, _custom);

    protected override Part Rewrite(Part part) => part switch
    {
        ToolCallPart { Kind: ToolKind.Custom } call => call with
        {
            Kind = ToolKind.Function,
            Arguments = CustomTool.Wrap(call.ArgumentsText ?? ToolArguments.ToText(call.Arguments)),
            ArgumentsText = null,
        },
        ToolResultPart { Kind: ToolKind.Custom } result => result with { Kind = ToolKind.Function },
        _ => part,
    };
}
