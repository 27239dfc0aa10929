using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Responses;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Tools that Responses declares in the middle of its input join the others.</summary>
internal sealed class LateToolPass(ToolScope scope) : HistoryRewriter, ITranslationPass
{
    private readonly List<Tool> _late = [];

    public ChatRequest Fit(ChatRequest request)
    {
        if (scope.Source != Protocol.Responses || scope.Spoken == Protocol.Responses || !scope.Has(request, HistoryParts.Foreign)) return request;
        request = Rewrite(request);
        return _late.Count == 0 ? request : request with { Tools = [.. request.Tools, .. _late] };
    }

    protected override Part? Rewrite(Part part)
    {
        if (part is not ForeignPart { From: Protocol.Responses, Type: "additional_tools" } late) return part;
        var members = new ResponsesMembers(late.Raw);
        if (members.Look("tools") is { Kind: JsonTokenType.StartArray } tools) _late.AddRange(ResponsesToolReader.Tools(tools));
        return null;
    }
}
