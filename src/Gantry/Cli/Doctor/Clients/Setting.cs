using Gantry.Cli.Doctor.Findings;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>One value of a client's set-up, and where it comes from.</summary>
/// <param name="Name">What it is called there: a variable or a member.</param>
/// <param name="Value">As it stands. May be a secret: only <see cref="Where"/> and <see cref="Name"/> are shown.</param>
/// <param name="Where">The variable, or the file with its line.</param>
internal sealed record Setting(string Name, string Value, string Where)
{
    /// <summary>The file that it stands in; null for a variable of the shell.</summary>
    public string? Path { get; init; }

    /// <summary>The whole file with another value in its place; null, or gives null, where that is not for a program to do.</summary>
    public Func<string, string?>? With { get; init; }

    /// <summary>How the line with a value looks there; a line for a shell where there is no file.</summary>
    public Func<string, string>? Line { get; init; }

    /// <summary>A change of this value; null where it stands in no file, or is not for a program to change.</summary>
    public Repair? Replaced(string value, string told) => Path is null || With?.Invoke(value) is not { } content ? null : new Repair(Path, told) { Content = content };
}
