namespace Gantry.Relay;

/// <summary>Free bytes of a disk, as of a second ago at most.</summary>
/// <param name="look">Asks the disk; null where it does not say.</param>
/// <param name="time">The clock.</param>
internal sealed class DiskRoom(Func<long?> look, TimeProvider time)
{
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(1);

    private long _sampledAt = -1;
    private long _free = long.MaxValue;

    public static DiskRoom OfFolder(string path, TimeProvider time)
    {
        var disk = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(Path.GetFullPath(path))! : Path.GetFullPath(path));
        return new DiskRoom(() => FreeOf(disk), time);
    }

    /// <summary>As many as there can be where the disk does not say.</summary>
    public long Free
    {
        get
        {
            var now = time.GetTimestamp();
            var before = Volatile.Read(ref _sampledAt);
            if ((before < 0 || time.GetElapsedTime(before, now) >= Sample) && Interlocked.CompareExchange(ref _sampledAt, now, before) == before)
            {
                Volatile.Write(ref _free, look() ?? long.MaxValue);
            }

            return Volatile.Read(ref _free);
        }
    }

    private static long? FreeOf(DriveInfo disk)
    {
        try
        {
            return disk.AvailableFreeSpace;
        }
        catch (Exception silent) when (silent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
