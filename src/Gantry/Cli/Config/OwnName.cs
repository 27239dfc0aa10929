using System.Buffers;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Config;

/// <summary>How other programs start this one.</summary>
internal static class OwnName
{
    private const string Usual = "gantry";

    private static readonly SearchValues<char> NotPlain = SearchValues.Create(" '\"\\$`");

    /// <summary>Its short name where that is found, else its place.</summary>
    /// <param name="path">The folders that programs are looked for in.</param>
    public static string Find(string? path)
    {
        var file = OperatingSystem.IsWindows() ? Usual + ".exe" : Usual;
        var onPath = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, file)));
        return onPath || Environment.ProcessPath is not { } place || Path.GetFileNameWithoutExtension(place) != Usual ? Usual
            : place.AsSpan().ContainsAny(NotPlain) ? ShellText.Quote(OperatingSystem.IsWindows() ? ClientSystem.Windows : ClientSystem.Linux, place)
            : place;
    }
}
