using System.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tokens;

namespace Gantry.Protocols.Fitting.Usages;

/// <summary>Weighs the answer as it passes; at its end it fills in what the upstream has not told. Counts of 0 for what was there are not told either.</summary>
internal sealed class UsageSink(IStreamSink next, FitScope scope) : IStreamSink
{
    private const long TokensOfCall = 10;

    private readonly StreamTokens _text = new();
    private Usage _told;
    private long _calls;

    public void Take(in StreamEvent step)
    {
        switch (step.Kind)
        {
            case StreamEventKind.Opened when step.BlockKind is BlockKind.ToolCall or BlockKind.CustomToolCall:
                _calls += TokensOfCall + (step.Name is { } name ? TextTokens.OfText(Encoding.UTF8.GetBytes(name)) / TextTokens.Unit : 0);
                break;
            case StreamEventKind.Grew when step.BlockKind is not (BlockKind.Media or BlockKind.Foreign):
                _text.Append(step.Text[1..^1]);
                break;
            case StreamEventKind.Usage:
                _told = step.Usage;
                break;
            case StreamEventKind.Stopped:
                Complete();
                break;
        }

        next.Take(step);
    }

    private void Complete()
    {
        long output = Output();
        bool isInputTold = _told.TotalInput > 0;
        bool isOutputTold = _told.TotalOutput > 0 || _told.Images > 0 || output == 0;
        if (isInputTold && isOutputTold) return;
        var usage = _told;
        if (!isInputTold) usage = usage with { UncachedInput = scope.Prompt.Tokens };
        if (!isOutputTold) usage = usage with { Output = output };
        scope.Losses.Note(PromptEstimate.LossToken);
        next.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = usage });
    }

    private long Output()
    {
        long thousandths = _text.Thousandths * TokenFamilies.For(scope.Target.Model).Text / 1_000;
        return _calls + (thousandths + TextTokens.Unit - 1) / TextTokens.Unit;
    }
}
