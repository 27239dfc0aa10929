using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Endings;

/// <summary>
/// Gives the answer the name of the model that was asked for, and settles why it ended in view of what it held (<see cref="StopReasons.Settle"/>): an end that
/// no client could act on becomes a failure.
/// </summary>
internal sealed class EndingPass(FitScope scope) : ITranslationPass
{
    public ChatRequest Fit(ChatRequest request) => request;

    public IStreamSink Answer(IStreamSink next) => new EndingSink(next, scope);
}
