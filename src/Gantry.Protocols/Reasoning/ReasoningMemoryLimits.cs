namespace Gantry.Protocols.Reasoning;

/// <summary>How much a <see cref="ReasoningMemory"/> keeps, and how long.</summary>
public sealed record ReasoningMemoryLimits
{
    /// <summary>Bytes of all blobs together, bookkeeping included.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>Bytes that one tenant may fill; beyond them its own oldest blobs go.</summary>
    public long MaxBytesPerTenant { get; init; } = 16L << 20;

    public int MaxEntries { get; init; } = 100_000;

    /// <summary>How long blobs stay after they were last stored or asked for.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(24);
}
