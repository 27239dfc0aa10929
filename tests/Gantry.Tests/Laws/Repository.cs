namespace Gantry.Tests.Laws;

/// <summary>The tree that holds these tests, read once.</summary>
internal static class Repository
{
    private static readonly HashSet<string> NotOurs = new(StringComparer.Ordinal) { ".git", "artifacts", "bin", "obj", "node_modules", "data", "TestResults" };

    private static readonly HashSet<string> Text = new(StringComparer.OrdinalIgnoreCase)
    {
        ".cs", ".csproj", ".props", ".targets", ".slnx", ".md", ".json", ".jsonl", ".yaml", ".yml", ".txt", ".sh", ".sql", ".js", ".mjs", ".ts", ".css",
        ".html", ".razor", ".toml", ".conf", ".service", ".editorconfig", ".gitignore", ".config", "",
    };

    public static readonly string Root = FindRoot();

    /// <summary>Every file's path relative to the root, with slashes.</summary>
    public static readonly IReadOnlyList<string> Paths = [.. Walk(new DirectoryInfo(Root)).Order(StringComparer.Ordinal)];

    /// <summary>Every text file.</summary>
    public static readonly IReadOnlyList<SourceFile> Files = [.. Paths.Where(path => Text.Contains(Path.GetExtension(path))).Select(Read)];

    /// <summary>C# below a folder.</summary>
    public static IEnumerable<SourceFile> CSharp(string folder) =>
        Files.Where(file => file.IsBelow(folder) && file.Path.EndsWith(".cs", StringComparison.Ordinal));

    private static SourceFile Read(string path) => new(path, File.ReadAllText(Path.Combine(Root, path)));

    private static IEnumerable<string> Walk(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (NotOurs.Contains(entry.Name))
            {
                continue;
            }

            if (entry is DirectoryInfo child)
            {
                foreach (var path in Walk(child))
                {
                    yield return path;
                }
            }
            else
            {
                yield return Path.GetRelativePath(Root, entry.FullName).Replace('\\', '/');
            }
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gantry.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds Gantry.slnx.");
    }
}
