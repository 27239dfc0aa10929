using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>Makes a thought of what a model writes between tags at the beginning of its text, where its rules say that it does so.</summary>
internal sealed class ThinkTagPass(FitScope scope) : ITranslationPass
{
    public ChatRequest Fit(ChatRequest request) => request;

    public IStreamSink Answer(IStreamSink next) => scope.Target is { Protocol: Protocol.Chat, Rules.ThinkTags: true } ? new ThinkTagSink(next, scope.Losses) : next;
}
