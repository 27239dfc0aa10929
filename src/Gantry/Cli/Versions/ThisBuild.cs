using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Gantry.Cli.Versions;

/// <summary>What is known of the executable that runs.</summary>
/// <param name="Version">As it was published, <c>0.1.0</c>.</param>
/// <param name="Commit">Of the source that it was built from; null where the build did not know.</param>
/// <param name="Runtime">As <c>.NET 10.0.12</c>.</param>
/// <param name="Platform">As <c>linux-x64</c>.</param>
/// <param name="Packages">Name and version of each package in it, in order.</param>
internal sealed record ThisBuild(string Version, string? Commit, string Runtime, string Platform, ImmutableArray<(string Name, string Version)> Packages)
{
    public static ThisBuild Read()
    {
        var told = (typeof(ThisBuild).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+', 2);
        using var resource = typeof(ThisBuild).Assembly.GetManifestResourceStream("packages.txt") ?? throw new InvalidOperationException("The list of packages is not in the executable.");
        using var reader = new StreamReader(resource);
        return new ThisBuild(
            told[0],
            told.ElementAtOrDefault(1),
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.RuntimeIdentifier,
            [
                .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(line => line.Split(' '))
                    .Select(parts => (Name: parts[0], Version: parts[1]))
                    .OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase),
            ]);
    }
}
