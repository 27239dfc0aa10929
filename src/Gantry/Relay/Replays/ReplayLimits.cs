namespace Gantry.Relay.Replays;

/// <summary>How much is kept for retries under an <c>Idempotency-Key</c>, and for how long.</summary>
public sealed record ReplayLimits
{
    /// <summary>From the first request under a key until the key is free again.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long an answer goes on when its client has left and nobody else reads it: time for a retry to join it.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of one answer.</summary>
    public long AnswerBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes of all answers that are in memory: those that run, and those on their way to a file.</summary>
    public long MemoryBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Bytes of all files.</summary>
    public long TotalBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Bytes of one account's files, so that none pushes the others out.</summary>
    public long AccountBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>All files.</summary>
    public int TotalCount { get; init; } = 20_000;

    /// <summary>Files of one account.</summary>
    public int AccountCount { get; init; } = 4_000;
}
