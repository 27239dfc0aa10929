namespace Gantry.Protocols.Hub;

/// <summary>Takes the events of a stream, one after the other and synchronously: waiting happens per network read, not per event.</summary>
public interface IStreamSink
{
    void Take(in StreamEvent step);
}
