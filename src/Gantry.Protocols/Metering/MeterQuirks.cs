namespace Gantry.Protocols.Metering;

/// <summary>How a provider's usage numbers stray from the protocol's own convention.</summary>
[Flags]
public enum MeterQuirks
{
    None = 0,

    /// <summary>Chat: <c>reasoning_tokens</c> are not part of <c>completion_tokens</c> (xAI, Grok on Azure). Even without this flag a meter
    /// takes them as outside where the total proves it.</summary>
    ReasoningOutsideCompletion = 1,

    /// <summary>Messages: the request asked for one-hour cache writes, so a bare <c>cache_creation_input_tokens</c> is a one-hour write.</summary>
    CacheWritesAreOneHour = 2,
}
