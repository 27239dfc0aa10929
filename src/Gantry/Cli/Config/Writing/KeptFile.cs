namespace Gantry.Cli.Config.Writing;

/// <summary>What a write remembers of one file.</summary>
/// <param name="Path">As it was called.</param>
/// <param name="Target">Where it is.</param>
/// <param name="Before">SHA-256 of what was in it, in hex; null where it was not there.</param>
/// <param name="Written">SHA-256 of what was written.</param>
/// <param name="Mode">Its permissions, as a number; null where it was not there, or where files have none.</param>
/// <param name="ChangedAt">When it had been written last; null where it was not there.</param>
internal sealed record KeptFile(string Path, string Target, string? Before, string Written, int? Mode, DateTime? ChangedAt);
