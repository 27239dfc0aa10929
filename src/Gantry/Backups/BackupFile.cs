namespace Gantry.Backups;

/// <summary>A file of a backup.</summary>
/// <param name="Path">Below the backup's folder, with <c>/</c>.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">In hexadecimal.</param>
internal sealed record BackupFile(string Path, long Bytes, string Sha256);
