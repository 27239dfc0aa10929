using System.Text.RegularExpressions;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Config;

/// <summary>Reads back what <see cref="ShellText.Set"/> has written.</summary>
internal static partial class ShellLines
{
    /// <summary>The variables that the lines set, in order.</summary>
    public static IEnumerable<(string Name, string Value)> Variables(ClientSystem system, string lines)
    {
        var isWindows = system == ClientSystem.Windows;
        foreach (var line in lines.Split('\n'))
        {
            if ((isWindows ? PowerShell() : Posix()).Match(line) is not { Success: true } set) continue;
            yield return (set.Groups["name"].Value, set.Groups["value"].Value.Replace(isWindows ? "''" : @"'\''", "'", StringComparison.Ordinal));
        }
    }

    [GeneratedRegex("^export (?<name>[A-Za-z_][A-Za-z0-9_]*)='(?<value>.*)'$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Posix();

    [GeneratedRegex(@"^\$env:(?<name>[A-Za-z_][A-Za-z0-9_]*) = '(?<value>.*)'$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PowerShell();
}
