using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Usages;

/// <summary>Estimates the usage of an answer whose upstream tells none: dialects demand the numbers, and clients steer by them.</summary>
internal sealed class UsagePass(FitScope scope) : ITranslationPass
{
    public ChatRequest Fit(ChatRequest request) => request;

    public IStreamSink Answer(IStreamSink next) => new UsageSink(next, scope);
}
