using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Settings;

/// <summary>The answer names the model that was asked for: an upstream's own name for it says nothing to the client, and some clients compare the two.</summary>
internal sealed class ModelNamePass(FitScope scope) : ITranslationPass
{
    public ChatRequest Fit(ChatRequest request) => request;

    public IStreamSink Answer(IStreamSink next) => scope.Asked.Model.Length > 0 ? new Sink(next, scope.Asked.Model) : next;

    private sealed class Sink(IStreamSink next, string model) : IStreamSink
    {
        public void Take(in StreamEvent step) => next.Take(step.Kind == StreamEventKind.Started ? step with { Name = model } : step);
    }
}
