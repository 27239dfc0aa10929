using System.Diagnostics;

namespace Gantry.Snapshot;

/// <summary>The current snapshot. Swapped whole; readers take the reference once.</summary>
public sealed class SnapshotHolder(GatewaySnapshot initial)
{
    private GatewaySnapshot _current = initial;
    private long _since = Stopwatch.GetTimestamp();

    public GatewaySnapshot Current => Volatile.Read(ref _current);

    /// <summary>For how long it has served.</summary>
    public TimeSpan Age => Stopwatch.GetElapsedTime(Volatile.Read(ref _since));

    public void Swap(GatewaySnapshot next)
    {
        Volatile.Write(ref _current, next);
        Volatile.Write(ref _since, Stopwatch.GetTimestamp());
    }
}
