namespace Gantry.Protocols.Metering;

/// <summary>Reads usage and outcome from the bytes of one answer while they pass; never alters, delays or rejects them.</summary>
/// <remarks>
/// Not thread safe: one meter per answer. A body that is not what it claims to be makes a meter fall silent, never throw.
/// </remarks>
public interface IResponseMeter
{
    /// <summary>Looks at the next bytes of the decoded body. May split anything anywhere.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Says that the body has ended: a last event without its blank line is read now.</summary>
    void Complete();

    /// <summary>All that is known so far. May be read at any time; cheap.</summary>
    MeterReading Reading { get; }

    /// <summary>
    /// The answer's words that have passed, in tokens by the gateway's own count before any correction for the model. Says what was
    /// delivered of an answer whose usage never came; hidden reasoning is not in it.
    /// </summary>
    long ContentTokens { get; }
}
