namespace Gantry.Relay.Replays;

/// <summary>What the desk knows of one key. Written under the desk's lock.</summary>
internal sealed class ReplayEntry(ReplayId id, Guid account, byte[] print, DateTimeOffset createdAt)
{
    /// <summary>Of account and key together.</summary>
    public ReplayId Id => id;

    /// <summary>Whose key it is.</summary>
    public Guid Account => account;

    /// <summary>Of the request.</summary>
    public byte[] Print => print;

    /// <summary>When the first request under it came.</summary>
    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>Set while the answer is in memory.</summary>
    public RunningReplay? Running { get; set; }

    /// <summary>The name of its file, where it has one.</summary>
    public string? File { get; set; }

    /// <summary>Bytes of the file.</summary>
    public long Size { get; set; }

    /// <summary>False where the answer was given and charged, and could not be kept.</summary>
    public bool Kept { get; set; } = true;
}
