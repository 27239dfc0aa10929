namespace Gantry.Cli.ClientFiles;

/// <summary>A value and where it stands.</summary>
/// <param name="Start">Its first unit.</param>
/// <param name="End">Behind its last unit.</param>
/// <param name="Inline">The entries of an inline table; null where it is none.</param>
internal sealed record TomlValue(int Start, int End, IReadOnlyList<TomlEntry>? Inline);
