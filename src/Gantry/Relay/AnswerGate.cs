using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>Stands before the writer of a client's stream and knows how far the answer has come: whether a failure can still become a true status.</summary>
internal sealed class AnswerGate(IStreamSink writer, PooledBytes output) : IStreamSink
{
    /// <summary>Something of the answer itself is in the output; before that there is only the preamble, which may wait.</summary>
    public bool HasContent { get; private set; }

    /// <summary>The last event has been told; what comes after it is nobody's.</summary>
    public bool Ended { get; private set; }

    /// <summary>The last word on usage that the client was told; null where none was.</summary>
    public Usage? Usage { get; private set; }

    /// <summary>Why the answer broke off; null where it did not.</summary>
    public GatewayError? Error { get; private set; }

    /// <summary>Where in the output the words for <see cref="Error"/> begin: some clients see them only in a write of their own.</summary>
    public int ErrorStart { get; private set; }

    public void Take(in StreamEvent step)
    {
        if (Ended)
        {
            return;
        }

        if (step.Kind == StreamEventKind.Failed)
        {
            Error = step.Error;
            ErrorStart = output.Length;
        }

        if (step.Kind == StreamEventKind.Usage)
        {
            Usage = step.Usage;
        }

        Ended = step.Kind is StreamEventKind.Failed or StreamEventKind.Stopped;
        HasContent |= step.Kind is StreamEventKind.Grew or StreamEventKind.Closed or StreamEventKind.Stopped;
        writer.Take(step);
    }

    /// <summary>Ends the answer with a failure that the upstream did not tell itself.</summary>
    public void Fail(GatewayError error) => Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = error });
}
