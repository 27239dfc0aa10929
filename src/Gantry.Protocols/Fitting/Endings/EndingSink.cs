using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Endings;

/// <summary>Watches what an answer holds and says its end accordingly.</summary>
internal sealed class EndingSink(IStreamSink next, FitScope scope) : IStreamSink
{
    private bool _calls;
    private bool _refused;
    private bool _content;

    public void Take(in StreamEvent step)
    {
        switch (step.Kind)
        {
            case StreamEventKind.Started:
                // The client's own name for the model: it knows no other.
                next.Take(scope.Asked.Model.Length > 0 ? step with { Name = scope.Asked.Model } : step);
                break;
            case StreamEventKind.Opened:
                _calls |= step.BlockKind is BlockKind.ToolCall or BlockKind.CustomToolCall;
                _refused |= step.BlockKind == BlockKind.Refusal;
                _content |= step.BlockKind is not (BlockKind.Reasoning or BlockKind.Refusal);
                next.Take(step);
                break;
            case StreamEventKind.Stopped:
                Stop(step);
                break;
            default:
                next.Take(step);
                break;
        }
    }

    private void Stop(in StreamEvent step)
    {
        var verdict = StopReasons.Settle(step.StopReason, new StopReasonFacts
        {
            ToolCalls = _calls,
            Refused = _refused,
            Content = _content,
            SequenceKnown = !step.Text.IsEmpty,
        });
        if (verdict.FailureCode is { } code)
        {
            next.Take(new StreamEvent
            {
                Kind = StreamEventKind.Failed,
                Error = new GatewayError(ErrorKind.BadUpstream, ErrorOrigin.Upstream, $"The model '{scope.Target.Model}' ended without an answer that can be used. Try again.") { Code = code },
            });
            return;
        }

        next.Take(step with { StopReason = verdict.Reason, Text = verdict.Reason == StopReason.StopSequence ? step.Text : default });
    }
}
