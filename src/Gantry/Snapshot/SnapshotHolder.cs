namespace Gantry.Snapshot;

/// <summary>The current snapshot. Swapped whole; readers take the reference once.</summary>
public sealed class SnapshotHolder(GatewaySnapshot initial)
{
    private GatewaySnapshot _current = initial;

    public GatewaySnapshot Current => Volatile.Read(ref _current);

    public void Swap(GatewaySnapshot next) => Volatile.Write(ref _current, next);
}
