using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>Makes a whole answer of a stream. The texts are copied: the answer outlives the buffers that the stream was read from.</summary>
public sealed class AnswerAccumulator : IStreamSink
{
    private readonly List<AnswerBlock> _blocks = [];
    private string _id = "";
    private string _model = "";
    private Usage? _usage;
    private StopReason _stopReason;
    private JsonText? _stopSequence;
    private JsonText? _stopDetail;

    /// <summary>The stream has reached its end.</summary>
    public bool Complete { get; private set; }

    /// <summary>Why it broke off; null where it did not.</summary>
    public GatewayError? Error { get; private set; }

    public void Take(in StreamEvent step)
    {
        switch (step.Kind)
        {
            case StreamEventKind.Started:
                _id = step.Id ?? "";
                _model = step.Name ?? "";
                break;
            case StreamEventKind.Opened:
                _blocks.Add(new AnswerBlock(step));
                break;
            case StreamEventKind.Grew or StreamEventKind.Sealed or StreamEventKind.Cited:
                _blocks[step.Block].Take(step);
                break;
            case StreamEventKind.Usage:
                _usage = step.Usage;
                break;
            case StreamEventKind.Stopped:
                Stop(step);
                Complete = true;
                break;
            case StreamEventKind.Failed:
                Stop(step);
                Error = step.Error;
                break;
        }
    }

    /// <summary>What has come so far.</summary>
    public ChatAnswer ToAnswer() => new()
    {
        Id = _id,
        Model = _model,
        Parts = [.. _blocks.Select(block => block.ToPart())],
        StopReason = _stopReason,
        StopSequence = _stopSequence,
        StopDetail = _stopDetail,
        Error = Error,
        Usage = _usage,
    };

    private void Stop(in StreamEvent step)
    {
        _stopReason = step.StopReason;
        if (!step.Text.IsEmpty) _stopSequence = new JsonText(step.Text.ToArray());
        if (!step.Detail.IsEmpty) _stopDetail = new JsonText(step.Detail.ToArray());
    }
}
