using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>Every picture, document, sound and film in the form that the target and its model take; what they do not take is refused.</summary>
internal sealed class MediaPass(FitScope scope) : ITranslationPass
{
    private readonly MediaFit _fit = new(scope);

    public ChatRequest Fit(ChatRequest request)
    {
        if (!scope.Has(request, HistoryParts.Media)) return request;
        Func<Part, Part> brought = inner => inner is MediaPart media ? _fit.Fit(media) : inner;
        Func<Part, Part> part = part => Part(part, brought);
        var turns = PartLists.Map(request.Turns, turn =>
        {
            var parts = PartLists.Map(turn.Parts, part);
            return ReferenceEquals(parts, turn.Parts) ? turn : turn with { Parts = parts };
        });
        return ReferenceEquals(turns, request.Turns) ? request : request with { Turns = turns };
    }

    private Part Part(Part part, Func<Part, Part> brought)
    {
        if (part is MediaPart media) return _fit.Fit(media);
        if (part is not ToolResultPart result) return part;
        var content = PartLists.Map(result.Content, brought);
        return ReferenceEquals(content, result.Content) ? part : result with { Content = content };
    }
}
