using Gantry.Cli.Config.Merge;

namespace Gantry.Cli.Config;

/// <summary>What is to be in a file.</summary>
/// <param name="Path">Where.</param>
/// <param name="Format">Its language.</param>
/// <param name="Addition">What is merged into it.</param>
internal sealed record PlannedFile(string Path, FileFormat Format, string Addition)
{
    /// <summary>Names at its top that are set only where they are not.</summary>
    public IReadOnlyCollection<string> Kept { get; init; } = [];

    // The addition may hold a key.
    public override string ToString() => Path;
}
