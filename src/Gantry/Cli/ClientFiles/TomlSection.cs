using System.Collections.Immutable;

namespace Gantry.Cli.ClientFiles;

/// <summary>A header with what stands below it, or what stands before the first.</summary>
/// <param name="Path">The table's names; empty at the root.</param>
/// <param name="IsArray">It is one of several, <c>[[name]]</c>, or stands below one.</param>
/// <param name="End">Behind the header, on its line; 0 at the root.</param>
internal sealed record TomlSection(ImmutableArray<string> Path, bool IsArray, int End)
{
    public List<TomlEntry> Entries { get; } = [];
}
