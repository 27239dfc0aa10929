namespace Gantry.Cli.Config.Writing;

/// <summary>Where a path leads when every link on the way is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The last names need not be there.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path) => Of(Path.GetFullPath(path), MostLinks);

    private static string Of(string path, int left)
    {
        if (left == 0) throw new IOException($"The links of {path} lead in a circle.");
        if (Path.GetDirectoryName(path) is not { } folder) return path;
        var real = Path.Combine(Of(folder, left), Path.GetFileName(path));
        return new FileInfo(real).LinkTarget is { } target ? Of(Path.GetFullPath(target, Path.GetDirectoryName(real)!), left - 1) : real;
    }
}
