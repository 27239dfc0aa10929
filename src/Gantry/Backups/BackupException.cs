namespace Gantry.Backups;

/// <summary>Why a backup was not made or not restored, as a sentence for whoever has asked for it.</summary>
internal sealed class BackupException(string message) : Exception(message)
{
    /// <summary>Something else was to be asked for: the command was wrong, not the backup.</summary>
    public bool IsWrongUsage { get; init; }
}
