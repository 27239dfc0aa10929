namespace Gantry.Billing;

/// <summary>The journal could not write a record to the disk.</summary>
internal sealed class UsageJournalException(string message, Exception inner) : IOException(message, inner)
{
    const int NoSpaceUnix = 28;
    const int NoSpaceWindows = unchecked((int)0x80070070);

    /// <summary>True where the disk is full, false for every other fault.</summary>
    public bool DiskFull { get; } = inner.HResult is NoSpaceUnix or NoSpaceWindows;
}
