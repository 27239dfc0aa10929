using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Messages;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Chat: some clients leave Anthropic's call in the content beside their own form of it. One of the two counts; alone, it is a call as well.</summary>
internal sealed class StrayCallPass(ToolScope scope) : HistoryRewriter, ITranslationPass
{
    private IReadOnlyList<Part> _turn = [];

    public ChatRequest Fit(ChatRequest request) => scope.Source == Protocol.Chat && scope.Has(request, HistoryParts.Foreign) ? Rewrite(request) : request;

    protected override void Begin(IReadOnlyList<Turn> turns, int at) => _turn = turns[at].Parts;

    protected override Part? Rewrite(Part part)
    {
        if (part is not ForeignPart { From: Protocol.Chat, Type: "tool_use", Raw.Kind: JsonTokenType.StartObject } stray) return part;
        var members = MessagesMembers.Read(stray.Raw);
        if (members.TakeText("id")?.ToString() is not { Length: > 0 } id || members.TakeText("name")?.ToString() is not { Length: > 0 } name) return part;
        if (_turn.Any(other => other is ToolCallPart call && call.Id == id)) return null;
        return new ToolCallPart(id, name) { Arguments = members.Take("input") };
    }
}
