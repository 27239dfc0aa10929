namespace Gantry.Protocols;

/// <summary>Reads one stream of a dialect from bytes that may be torn anywhere.</summary>
public interface IStreamReader
{
    /// <summary>Takes the next bytes and tells what they say.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Says that the upstream has closed. A stream without its end is told as failed, unless it had said why it stopped.</summary>
    void Complete();
}
