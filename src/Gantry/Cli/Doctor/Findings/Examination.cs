namespace Gantry.Cli.Doctor.Findings;

/// <summary>What the doctor looks at. Tests prepare one; the command takes the process's own.</summary>
/// <param name="Environment">The variables of the process.</param>
/// <param name="DataFolder">Where the server keeps its data.</param>
/// <param name="Target">The server's root, without version segment.</param>
internal sealed record Examination(IReadOnlyDictionary<string, string> Environment, string DataFolder, Uri Target)
{
    /// <summary>Whether the user named the address: then silence there is a problem, otherwise a server that is not started.</summary>
    public bool TargetNamed { get; init; }

    /// <summary>The key to try; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>The declarative file; null when there is none.</summary>
    public string? ConfigurationFile { get; init; }

    /// <summary>What the server's clock is compared with.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where clients keep their files.</summary>
    public string Home => Variable("HOME") ?? Variable("USERPROFILE") ?? System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);

    /// <summary>The project that clients would be started in.</summary>
    public string WorkingFolder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>A variable; null when absent or blank.</summary>
    public string? Variable(string name) =>
        Environment.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;
}
