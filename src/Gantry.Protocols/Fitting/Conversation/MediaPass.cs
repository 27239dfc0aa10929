using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>Every picture, document, sound and film in the form that the target and its model take; what they do not take is refused.</summary>
internal sealed class MediaPass(FitScope scope) : ITranslationPass
{
    private readonly MediaFit _fit = new(scope);

    public ChatRequest Fit(ChatRequest request)
    {
        var turns = PartLists.Map(request.Turns, turn =>
        {
            var parts = PartLists.Map(turn.Parts, Part);
            return ReferenceEquals(parts, turn.Parts) ? turn : turn with { Parts = parts };
        });
        return ReferenceEquals(turns, request.Turns) ? request : request with { Turns = turns };
    }

    private Part Part(Part part)
    {
        if (part is MediaPart media) return _fit.Fit(media);
        if (part is not ToolResultPart result) return part;
        var content = PartLists.Map(result.Content, inner => inner is MediaPart brought ? _fit.Fit(brought) : inner);
        return ReferenceEquals(content, result.Content) ? part : result with { Content = content };
    }
}
