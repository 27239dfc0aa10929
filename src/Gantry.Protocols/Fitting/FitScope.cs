using Gantry.Protocols.Hub;
using Gantry.Protocols.Tokens;

namespace Gantry.Protocols.Fitting;

/// <summary>What every pass of one translation may look at.</summary>
/// <param name="Source">Who asks.</param>
/// <param name="Target">Who answers.</param>
/// <param name="Asked">The request as it was read.</param>
/// <param name="Losses">What neither side can say; the answer's losses join the request's.</param>
internal sealed record FitScope(TranslationSource Source, TranslationTarget Target, ChatRequest Asked, LossLog Losses)
{
    private readonly HistoryLook _look = new();

    /// <summary>Whether any of these stands in the turns of a request.</summary>
    public bool Has(ChatRequest request, HistoryParts parts) => _look.Has(request.Turns, parts);

    /// <summary>What the prompt will cost, for whoever must tell before the upstream does.</summary>
    public PromptEstimate Prompt { get; } = new(Asked, Target.Model, Target.Calibration);
}
