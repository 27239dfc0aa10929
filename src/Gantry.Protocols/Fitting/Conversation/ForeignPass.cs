using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>What only another protocol has a word for: what its own tools did is told as text, what means something that no text can say is refused.</summary>
/// <remarks>
/// Text is less than the block was, but a history without it has holes that the model falls into. In the target's own words stays everything but a
/// result whose call is gone, which it would refuse.
/// </remarks>
internal sealed class ForeignPass(FitScope scope) : ITranslationPass
{
    private HashSet<string>? _calls;   // of the target's own tools, by id

    public ChatRequest Fit(ChatRequest request)
    {
        if (!scope.Has(request, HistoryParts.Foreign)) return request;
        Func<Part, Part?> brought = inner => inner is ForeignPart foreign ? Told(foreign) : inner;
        Func<Part, Part?> top = part => Top(part, brought);
        var turns = PartLists.Map(request.Turns, turn =>
        {
            var parts = PartLists.Map(turn.Parts, top);
            return ReferenceEquals(parts, turn.Parts) ? turn : turn with { Parts = parts };
        });
        return ReferenceEquals(turns, request.Turns) ? request : request with { Turns = turns };
    }

    private Part? Top(Part part, Func<Part, Part?> told)
    {
        if (part is ForeignPart foreign) return Told(foreign);
        if (part is not ToolResultPart result) return part;
        var content = PartLists.Map(result.Content, told);
        return ReferenceEquals(content, result.Content) ? part : result with { Content = content };
    }

    private Part? Told(ForeignPart foreign)
    {
        if (foreign.From == scope.Target.Protocol && !IsOrphan(foreign)) return foreign;

        // Members beside a message of Chat are no part of what is said; the writer notes them.
        if (Silence.IsSilent(foreign, false)) return foreign;
        if (foreign is { From: Protocol.Gemini, Type: "thought" }) return null;
        if (ForeignText.Of(foreign) is { } text) return new TextPart(JsonText.From(text)) { Cache = foreign.Cache };
        throw new ProtocolException(
            $"A part of type '{foreign.Type}' has no meaning for the {scope.Target.Protocol} upstream. Leave it out, or send it to a provider that knows it.",
            SourcePath.Of(scope, foreign));
    }

    private bool IsOrphan(ForeignPart foreign)
    {
        if (foreign.From != Protocol.Messages) return false;
        if (ForeignText.CallId(foreign, "id") is { } call && foreign.Type.EndsWith("_tool_use", StringComparison.Ordinal)) (_calls ??= []).Add(call);
        return foreign.Type.EndsWith("_tool_result", StringComparison.Ordinal)
            && ForeignText.CallId(foreign, "tool_use_id") is { } answered && _calls?.Contains(answered) != true;
    }
}
