namespace Gantry.Relay.Replays;

/// <summary>The memory that all answers share which run under a key.</summary>
/// <param name="most">Bytes.</param>
internal sealed class ReplayBudget(long most)
{
    private long _taken;

    /// <summary>Bytes in use.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= most)
        {
            return true;
        }

        Give(bytes);
        return false;
    }

    public void Give(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
