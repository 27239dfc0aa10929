using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tokens;

namespace Gantry.Protocols;

/// <summary>One exchange between two protocols: the request fitted to who answers, and the answer brought back to who asked.</summary>
/// <remarks>
/// The passes run in the order of their list, each on what the one before it made; the answer meets them in reverse. A retry with another target begins
/// again with the request as it was read: a fitted request fits one target only.
/// </remarks>
public sealed class Translation
{
    private readonly ITranslationPass[] _passes;

    private Translation(ITranslationPass[] passes, ChatRequest request, PromptEstimate prompt)
    {
        _passes = passes;
        Request = request;
        Prompt = prompt;
    }

    /// <summary>What to write in the target's protocol.</summary>
    public ChatRequest Request { get; }

    /// <summary>What the prompt will cost, as long as the upstream has not told.</summary>
    public PromptEstimate Prompt { get; }

    /// <summary>Fits a request.</summary>
    /// <param name="asked">As the client's codec read it; not changed.</param>
    /// <param name="source">Who asks.</param>
    /// <param name="target">Who will answer.</param>
    /// <param name="losses">Takes what is lost on both ways.</param>
    /// <exception cref="ProtocolException">The target cannot do what is asked, and leaving it out would change what the answer means. The member is named.</exception>
    public static Translation Begin(ChatRequest asked, TranslationSource source, TranslationTarget target, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(losses);
        var scope = new FitScope(source, target, asked, losses);
        var passes = TranslationPasses.For(scope);
        var request = asked with { Model = target.Model };
        foreach (var pass in passes) request = pass.Fit(request);
        return new Translation(passes, request, scope.Prompt);
    }

    /// <summary>Where to tell the upstream's answer: what reaches <paramref name="client"/> is in the words of the request as it was asked.</summary>
    public IStreamSink Answer(IStreamSink client)
    {
        ArgumentNullException.ThrowIfNull(client);
        foreach (var pass in _passes) client = pass.Answer(client);
        return client;
    }

    /// <summary>A whole answer in the words of the request; by the same way as a stream, so that both say the same.</summary>
    /// <returns>The answer, or why there is none.</returns>
    public (ChatAnswer Answer, GatewayError? Error) Answer(ChatAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var whole = new AnswerAccumulator();
        AnswerReplay.Replay(answer, Answer(whole));
        return (whole.ToAnswer(), whole.Error);
    }
}
